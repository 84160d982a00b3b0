using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Places;
using Clarion.Flows;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Places;
using Clarion.Gateway.Http.Reading;

namespace Clarion.Gateway.Http.Identity;

/// <summary>
/// Says who was who. Moments that the index in memory still has are answered from there; older ones from the log, one subject at a time.
/// </summary>
public sealed class IdentityReader(IdentityIndex index, IdentityHistory history, CurrentPlaces places, TimeProvider time)
{
    private const int MaxExplained = 100;
    private const int MaxFromLog = 50;

    /// <summary>Who is it, and why?</summary>
    public async Task<ExplainedModel> ExplainAsync(DeviceQuestion question, CancellationToken cancellationToken)
    {
        var past = await PastAsync([question], cancellationToken).ConfigureAwait(false);
        return Model((past ?? index).Explain(question), question.Address);
    }

    /// <summary>Who are they?</summary>
    /// <exception cref="BadParameterException">A question cannot be understood, or there are too many.</exception>
    public async Task<IdentityAnswers> ResolveAsync(IdentityQuestions questions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(questions);
        Check(questions.Items.Count, questions.Explain ? MaxExplained : IdentityQuestions.Max);
        var now = time.GetUtcNow();
        var asked = questions.Items.Select((item, i) => Question(item, i, now)).ToArray();
        var past = await PastAsync(asked, cancellationToken).ConfigureAwait(false);
        return new IdentityAnswers([.. asked.Select(question =>
        {
            var from = IsPast(question.AtMs) && past is not null ? past : index;
            return questions.Explain ? Model(from.Explain(question), question.Address) : new ExplainedModel(Model(from.ResolveDevice(question), question.Address), []);
        })]);
    }

    /// <summary>Who talks to whom?</summary>
    /// <exception cref="BadParameterException">A flow cannot be understood, or there are too many.</exception>
    public async Task<FlowAnswers> CorrelateAsync(FlowQuestions flows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(flows);
        Check(flows.Items.Count, FlowQuestions.Max);
        var now = time.GetUtcNow();
        var ends = flows.Items.Select((item, i) => Ends(item, i, now)).ToArray();
        var past = await PastAsync(
            [.. ends.Where(end => IsPast(end.AtMs)).SelectMany(end => new[] { end.AboutSource, end.AboutDestination })], cancellationToken)
            .ConfigureAwait(false);
        return new FlowAnswers([.. ends.Select(end =>
        {
            var answer = (IsPast(end.AtMs) && past is not null ? past : index).CorrelateFlow(end);
            return new CorrelatedFlow(
                Model(answer.Source, end.Source), Model(answer.Destination, end.Destination), answer.ServerIsSource, answer.ServicePort);
        })]);
    }

    /// <summary>What a device is said to be now.</summary>
    public IReadOnlyList<AttributeModel> Attributes(DeviceId device) =>
        [.. index.AttributesOf(device, time.GetUtcNow().ToUnixTimeMilliseconds()).Select(AttributeModel.Of)];

    internal static IReadOnlyList<SessionIntervalModel> Within(IEnumerable<SessionInterval> sessions, DateTimeOffset from, DateTimeOffset to) =>
        [.. sessions.Where(s => s.FromMs <= to.ToUnixTimeMilliseconds() && s.ToMs >= from.ToUnixTimeMilliseconds()).Select(SessionIntervalModel.Of)];

    private IdentityModel Model(in DeviceAnswer answer, IpAddr address) =>
        IdentityModel.Of(answer) with { Subnet = SubnetContextModel.Of(places.Table.Find(AddressOf(answer, address))) };

    // A device that is asked about by its MAC is where its session says it is.
    private static IpAddr AddressOf(in DeviceAnswer answer, IpAddr asked) =>
        asked.IsNone && answer.Session is { Addresses: [var first, ..] } ? first : asked;

    private ExplainedModel Model(ExplainedAnswer explained, IpAddr address) =>
        new(Model(explained.Answer, address), [.. explained.Reasons.Select(EvidenceModel.Of)]);

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

    private bool IsPast(long atMs) => atMs < index.ExactFromMs;

    // An index of the past for those questions that need one; null when none does.
    private async Task<IdentityIndex?> PastAsync(IReadOnlyCollection<DeviceQuestion> questions, CancellationToken cancellationToken)
    {
        var old = questions.Where(question => IsPast(question.AtMs)).ToList();
        if (old.Count == 0)
        {
            return null;
        }

        var addresses = old.Where(q => !q.Address.IsNone).Select(q => q.Address).Distinct().ToList();
        var switches = old.Where(q => q.Interface != 0).Select(q => q.Switch).Distinct().ToList();
        var devices = old.Where(q => q.Address.IsNone).Select(q => DeviceId.Of(q.Mac)).Distinct().ToList();
        return addresses.Count + devices.Count <= MaxFromLog
            ? await history.OfAsync(addresses, devices, switches, time.GetUtcNow(), cancellationToken).ConfigureAwait(false)
            : throw new BadParameterException("items", FormattableString.Invariant(
                $"Of the past, at most {MaxFromLog} addresses can be asked about at once; ask the others in another request."));
    }
}
