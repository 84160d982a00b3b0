using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Places;
using Clarion.Correlation.Risk;
using Clarion.Flows;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Places;
using Clarion.Gateway.Http.Reading;

namespace Clarion.Gateway.Http.Identity;

/// <summary>
/// Says who was who. Moments that the index in memory still has are answered from there; older ones from the log.
/// </summary>
public sealed class IdentityReader(IdentityIndex index, PastReader past, CurrentPlaces places, TimeProvider time)
{
    private const int MaxExplained = 100;

    /// <summary>Who is it, and why?</summary>
    public async Task<ExplainedModel> ExplainAsync(DeviceQuestion question, CancellationToken cancellationToken)
    {
        var answers = await AnswerAsync([question], Explained, cancellationToken).ConfigureAwait(false);
        return answers[0];
    }

    /// <summary>Who are they?</summary>
    /// <exception cref="BadParameterException">A question cannot be understood, or there are too many.</exception>
    public async Task<IdentityAnswers> ResolveAsync(IdentityQuestions questions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(questions);
        Check(questions.Items.Count, questions.Explain ? MaxExplained : IdentityQuestions.Max);
        var now = time.GetUtcNow();
        var asked = questions.Items.Select((item, i) => Question(item, i, now)).ToArray();
        var answers = await AnswerAsync<ExplainedModel>(asked, questions.Explain ? Explained : Resolved, cancellationToken).ConfigureAwait(false);
        return new IdentityAnswers(answers, answers.All(answer => answer.Identity.IsWhole));

        ExplainedModel Resolved(IdentityIndex from, DeviceQuestion question, bool isWhole) => new(Model(from, from.ResolveDevice(question), question, isWhole), []);
    }

    /// <summary>Who talks to whom?</summary>
    /// <exception cref="BadParameterException">A flow cannot be understood, or there are too many.</exception>
    public async Task<FlowAnswers> CorrelateAsync(FlowQuestions flows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(flows);
        Check(flows.Items.Count, FlowQuestions.Max);
        var now = time.GetUtcNow();
        var ends = flows.Items.Select((item, i) => Ends(item, i, now)).ToArray();
        var asked = ends.SelectMany(end => new[] { end.AboutSource, end.AboutDestination }).ToArray();
        var answers = await AnswerAsync(asked, End, cancellationToken).ConfigureAwait(false);
        var correlated = ends.Select((end, i) =>
        {
            var (source, destination) = (answers[2 * i], answers[(2 * i) + 1]);
            var (serverIsSource, servicePort) = end.Service;
            var risk = FlowRisk.Of(end, source.Risk, destination.Risk, places.Table);
            return new CorrelatedFlow(source.Identity, destination.Identity, serverIsSource, servicePort, RiskModel.Of(risk));
        });
        return new FlowAnswers([.. correlated], answers.All(answer => answer.Identity.IsWhole));
    }

    /// <summary>What a device is said to be now.</summary>
    public IReadOnlyList<AttributeModel> Attributes(DeviceId device) =>
        [.. index.AttributesOf(device, time.GetUtcNow().ToUnixTimeMilliseconds()).Select(AttributeModel.Of)];

    /// <summary>How much of a risk a device is now, and why.</summary>
    public RiskModel RiskOf(DeviceId device)
    {
        var question = new DeviceQuestion(device, time.GetUtcNow().ToUnixTimeMilliseconds());
        return RiskModel.Of(index.RiskOf(index.ResolveDevice(question), question.AtMs));
    }

    internal static IReadOnlyList<SessionIntervalModel> Within(IEnumerable<SessionInterval> sessions, DateTimeOffset from, DateTimeOffset to) =>
        [.. sessions.Where(s => s.FromMs <= to.ToUnixTimeMilliseconds() && s.ToMs >= from.ToUnixTimeMilliseconds()).Select(SessionIntervalModel.Of)];

    private (IdentityModel Identity, DeviceRisk Risk) End(IdentityIndex from, DeviceQuestion question, bool isWhole)
    {
        var answer = from.ResolveDevice(question);
        var risk = from.RiskOf(answer, question.AtMs);
        return (Model(answer, question.Address, risk, isWhole), risk);
    }

    private IdentityModel Model(IdentityIndex from, in DeviceAnswer answer, in DeviceQuestion question, bool isWhole) =>
        Model(answer, question.Address, from.RiskOf(answer, question.AtMs), isWhole);

    private ExplainedModel Explained(IdentityIndex from, DeviceQuestion question, bool isWhole)
    {
        var explained = from.Explain(question);
        return new ExplainedModel(Model(from, explained.Answer, question, isWhole), [.. explained.Reasons.Select(EvidenceModel.Of)]);
    }

    private IdentityModel Model(in DeviceAnswer answer, IpAddr address, in DeviceRisk risk, bool isWhole) => IdentityModel.Of(answer) with
    {
        Subnet = SubnetContextModel.Of(places.Table.Find(AddressOf(answer, address))),
        Risk = RiskModel.Of(risk),
        IsWhole = isWhole,
    };

    // A device that is asked about by its MAC is where its session says it is.
    private static IpAddr AddressOf(in DeviceAnswer answer, IpAddr asked) =>
        asked.IsNone && answer.Session is { Addresses: [var first, ..] } ? first : asked;

    private static void Check(int count, int max)
    {
        if (count == 0 || count > max)
        {
            throw new BadParameterException("items", FormattableString.Invariant($"items must hold 1 to {max} questions, not {count}."));
        }
    }

    private static DeviceQuestion Question(IdentityQuestion item, int number, DateTimeOffset now)
    {
        if (item is null || (string.IsNullOrEmpty(item.Address) && string.IsNullOrEmpty(item.Mac)))
        {
            throw new BadParameterException($"items[{number}]", FormattableString.Invariant($"items[{number}] names neither an address nor a MAC."));
        }

        return new DeviceQuestion
        {
            Address = Address(item.Address, number, "address"),
            Mac = string.IsNullOrEmpty(item.Mac) ? default : MacAddr.TryParse(item.Mac, out var mac) ? mac : throw new BadParameterException(
                $"items[{number}].mac", FormattableString.Invariant($"items[{number}].mac is not a MAC.")),
            AtMs = AtMs(item.At, number, now),
            Switch = Address(item.Switch, number, "switch"),
            Interface = item.Interface,
        };
    }

    private static FlowEnds Ends(FlowQuestion item, int number, DateTimeOffset now)
    {
        if (item is null || string.IsNullOrEmpty(item.Source) || string.IsNullOrEmpty(item.Destination))
        {
            throw new BadParameterException($"items[{number}]", FormattableString.Invariant($"items[{number}] lacks its source or destination."));
        }

        return new FlowEnds
        {
            AtMs = AtMs(item.At, number, now),
            Source = Address(item.Source, number, "source"),
            Destination = Address(item.Destination, number, "destination"),
            SourcePort = item.SourcePort,
            DestinationPort = item.DestinationPort,
            Protocol = item.Protocol,
            Exporter = Address(item.Exporter, number, "exporter"),
            IngressInterface = item.Ingress,
            EgressInterface = item.Egress,
            SourceSgt = item.SourceSgt,
            DestinationSgt = item.DestinationSgt,
        };
    }

    // Names of parameters are made for faults only: there are thousands of items.
    private static IpAddr Address(string? text, int number, string property) => string.IsNullOrEmpty(text) ? IpAddr.None
        : IpAddr.TryParse(text, out var address) ? address
        : QueryText.Address(FormattableString.Invariant($"items[{number}].{property}"), text);

    private static long AtMs(string? text, int number, DateTimeOffset now) => (string.IsNullOrEmpty(text) ? now
        : TimeExpression.TryParse(text, now, out var moment) ? moment
        : QueryText.Moment(FormattableString.Invariant($"items[{number}].at"), text, now)!.Value).ToUnixTimeMilliseconds();

    // Each from memory if it still has the moment, else from the log.
    private async Task<IReadOnlyList<T>> AnswerAsync<T>(DeviceQuestion[] questions, AnswerFrom<T> answer, CancellationToken cancellationToken)
    {
        // Once: memory forgets while the log is read.
        var exactFromMs = index.ExactFromMs;
        var old = questions.Where(question => question.AtMs < exactFromMs).ToList();
        var answers = old.Count == 0 ? [] : await past.AnswerAsync(old, answer, cancellationToken).ConfigureAwait(false);
        var next = 0;
        return [.. questions.Select(question => question.AtMs < exactFromMs ? answers[next++] : answer(index, question, true))];
    }
}
