using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Answers;
using Clarion.Flows;
using Clarion.Gateway.Http.Reading;

namespace Clarion.Gateway.Http.Identity;

/// <summary>Answers a question; the answer must not hold the index.</summary>
/// <param name="index">Knows about whom is asked.</param>
/// <param name="question">The question.</param>
/// <param name="isWhole">False when more is known than the index holds: the oldest is left out, so the answer may be wrong.</param>
public delegate T AnswerFrom<out T>(IdentityIndex index, DeviceQuestion question, bool isWhole);

/// <summary>
/// Answers many questions about the past from the log: a group of addresses and devices after the other, each with an index of its own, so that memory
/// stays small however many they are.
/// </summary>
public sealed class PastReader(IdentityHistory history) : IDisposable
{
    private const int IndexesAtOnce = 2;

    private readonly SemaphoreSlim _room = new(IndexesAtOnce);

    /// <summary>Answers questions.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="answer">Makes an answer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>In the order of the questions.</returns>
    public async Task<IReadOnlyList<T>> AnswerAsync<T>(
        IReadOnlyList<DeviceQuestion> questions, AnswerFrom<T> answer, CancellationToken cancellationToken)
    {
        var answers = new T[questions.Count];

        // Addresses that lie near each other are in the same prefixes, which are read once for a group.
        var asked = Enumerable.Range(0, questions.Count).GroupBy(number => Asked.By(questions[number])).OrderBy(same => same.Key.Address.Value).ToList();
        var size = IdentityHistory.MaxAsked;
        for (var done = 0; done < asked.Count;)
        {
            var group = asked.GetRange(done, Math.Min(size, asked.Count - done));
            size = await AnswerGroupAsync(group, questions, answers, answer, cancellationToken).ConfigureAwait(false);
            done += size < group.Count ? 0 : group.Count;
        }

        return answers;
    }

    /// <returns>
    /// How many to ask about next; less than the group has when one index cannot hold all that is known of them, and nothing was answered.
    /// </returns>
    private async Task<int> AnswerGroupAsync<T>(
        List<IGrouping<Asked, int>> group, IReadOnlyList<DeviceQuestion> questions, T[] answers, AnswerFrom<T> answer,
        CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var numbers = group.SelectMany(same => same).ToList();
            var about = numbers.ConvertAll(number => questions[number]);
            var made = await history.OfAsync(
                [.. group.Where(same => !same.Key.Address.IsNone).Select(same => same.Key.Address)],
                [.. about.Where(question => !question.Mac.IsNone).Select(question => DeviceId.Of(question.Mac)).Distinct()],
                Moments.Of(about.Max(question => question.AtMs)), isGroup: group.Count > 1, cancellationToken).ConfigureAwait(false);
            if (made is null)
            {
                return group.Count / 2;
            }

            foreach (var number in numbers)
            {
                cancellationToken.ThrowIfCancellationRequested();
                answers[number] = answer(made.Index, questions[number], made.IsWhole);
            }

            return made.Facts < IdentityHistory.MaxFactsOfGroup / 2 ? IdentityHistory.MaxAsked : group.Count;
        }
        finally
        {
            _room.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _room.Dispose();

    // Whom a question is about: the address, or the device when it has none.
    private readonly record struct Asked(IpAddr Address, DeviceId Device)
    {
        public static Asked By(in DeviceQuestion question) =>
            question.Address.IsNone ? new Asked(IpAddr.None, DeviceId.Of(question.Mac)) : new Asked(question.Address, DeviceId.None);
    }
}
