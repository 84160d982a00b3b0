using Clarion.Correlation.Identity.Events;
using Clarion.Storage.Contracts;

namespace Clarion.Migration.Running;

/// <summary>
/// Brings facts about identity, each once: the log takes whatever it is given, so what an earlier attempt has appended is looked for and left out.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="import">The installation.</param>
internal sealed class FactStep(IIdentityLog log, LegacyImport import)
{
    private const int BatchFacts = 1000;
    private const int Page = 5000;

    /// <summary>Brings those that are not there.</summary>
    public async Task RunAsync(IReadOnlyList<IdentityEvent> facts, Action<long> progress, CancellationToken cancellationToken)
    {
        var missing = await MissingAsync(facts, cancellationToken).ConfigureAwait(false);
        var done = (long)facts.Count - missing.Count;
        foreach (var batch in missing.Chunk(BatchFacts))
        {
            await log.AppendAsync(batch, cancellationToken).ConfigureAwait(false);
            progress(done += batch.Length);
        }
    }

    /// <summary>Whether all are there.</summary>
    public async Task<MigrationCheck> CheckAsync(IReadOnlyList<IdentityEvent> facts, CancellationToken cancellationToken) => MigrationCheck.Of(
        "facts about identity", facts.Count, facts.Count - (await MissingAsync(facts, cancellationToken).ConfigureAwait(false)).Count);

    // Facts of the migration carry its moment as their arrival, which hardly any other does.
    private async Task<List<IdentityEvent>> MissingAsync(IReadOnlyList<IdentityEvent> facts, CancellationToken cancellationToken)
    {
        var arrivedMs = import.StartedAt.ToUnixTimeMilliseconds();
        var there = new Dictionary<string, List<IdentityEvent>>(StringComparer.Ordinal);
        IReadOnlyList<LoggedFact> page;
        var position = import.FactsAfter;
        do
        {
            page = await log.ReadAfterAsync(position, Page, cancellationToken).ConfigureAwait(false);
            foreach (var (at, fact) in page)
            {
                position = at;
                if (fact.ArrivedMs == arrivedMs)
                {
                    (CollectionOf(there, fact) ?? (there[Label(fact)] = [])).Add(fact);
                }
            }
        }
        while (page.Count > 0);

        return [.. facts.Where(fact => !(CollectionOf(there, fact) is { } same && same.Any(fact.StatesTheSameAs)))];
    }

    private static List<IdentityEvent>? CollectionOf(Dictionary<string, List<IdentityEvent>> there, IdentityEvent fact) => there.GetValueOrDefault(Label(fact));

    private static string Label(IdentityEvent fact) =>
        FormattableString.Invariant($"{fact.GetType().Name}|{fact.AtMs}|{string.Join('|', fact.Subjects)}|{fact.StandingKey}");
}
