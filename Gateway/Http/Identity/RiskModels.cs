using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.Risk;
using Clarion.Gateway.Http.Reading;

namespace Clarion.Gateway.Http.Identity;

/// <summary>How much of a risk, and why.</summary>
/// <param name="Level">none, low, medium, high or critical.</param>
/// <param name="Score">0 to 100: the sum of the weights of the reasons, at most 100.</param>
/// <param name="Reasons">The reasons; none means that no source says anything against it.</param>
public sealed record RiskModel(string Level, int Score, IReadOnlyList<RiskReasonModel> Reasons)
{
    /// <summary>Nothing speaks for a risk.</summary>
    public static RiskModel None { get; } = new(IdentityNames.Of(RiskLevel.None), 0, []);

    /// <summary>Of a device.</summary>
    public static RiskModel Of(in DeviceRisk risk) => risk.Reasons == RiskReasons.None
        ? None
        : new RiskModel(IdentityNames.Of(risk.Level), risk.Score, [.. risk.Explain().Select(reason => RiskReasonModel.Of(reason, null))]);

    /// <summary>Of a flow.</summary>
    public static RiskModel Of(in FlowRisk risk) => risk.Score == 0
        ? None
        : new RiskModel(IdentityNames.Of(risk.Level), risk.Score, [.. risk.Explain().Select(reason => RiskReasonModel.Of(reason.Evidence, reason.End))]);
}

/// <summary>One reason for a risk.</summary>
/// <param name="Code">quarantined, ratedCritical, ratedHigh, ratedMedium, notCompliant, outOfService, unidentified, randomMac or guestToServers.</param>
/// <param name="End">Of a flow: source, destination or both; null of a device.</param>
/// <param name="Weight">What it adds to the score.</param>
/// <param name="Text">What it says.</param>
/// <param name="Source">Who stated it; null when it follows from an address or a MAC alone.</param>
/// <param name="At">When it was stated, UTC; null when timeless.</param>
public sealed record RiskReasonModel(string Code, string? End, int Weight, string Text, string? Source, DateTimeOffset? At)
{
    /// <summary>Of a reason.</summary>
    public static RiskReasonModel Of(RiskEvidence reason, FlowEnd? end)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new(
            IdentityNames.Of(reason.Reason), end is { } at ? IdentityNames.Of(at) : null, reason.Weight, reason.Text,
            reason.Source == IdentitySource.None ? null : IdentityNames.Of(reason.Source), reason.AtMs == 0 ? null : Moments.Of(reason.AtMs));
    }
}
