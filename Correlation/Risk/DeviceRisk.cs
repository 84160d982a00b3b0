using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Risk;

/// <summary>
/// What speaks for whoever is behind an answer being a risk. What no source has said is no reason: a device without a posture is not one that has failed.
/// </summary>
public readonly record struct DeviceRisk
{
    private readonly IdentityOutcome _outcome;
    private readonly SessionChanged? _session;
    private readonly DeviceAttribute? _policy;
    private readonly DeviceAttribute? _rating;
    private readonly DeviceAttribute? _status;

    /// <summary>Judges by what is known of a device at a moment.</summary>
    /// <param name="answer">Who it is.</param>
    /// <param name="policy"><see cref="AttributeName.AncPolicy"/>; null when not stated.</param>
    /// <param name="rating"><see cref="AttributeName.Risk"/>; null when not stated.</param>
    /// <param name="status"><see cref="AttributeName.Status"/>; null when not stated.</param>
    public DeviceRisk(in DeviceAnswer answer, DeviceAttribute? policy, DeviceAttribute? rating, DeviceAttribute? status)
    {
        (_outcome, _session, _policy, _rating, _status) = (answer.Outcome, answer.Session, policy, rating, status);
        Reasons = answer.Outcome switch
        {
            IdentityOutcome.Known => (policy is null ? RiskReasons.None : RiskReasons.Quarantined)
                | OfRating(rating?.Value) | OfPosture(answer.Session?.Posture) | OfStatus(status?.Value)
                | (answer.Device.IsMac && RandomMac.IsLikely(answer.Device.Mac) ? RiskReasons.RandomMac : RiskReasons.None),
            IdentityOutcome.NoBinding or IdentityOutcome.Expired or IdentityOutcome.Ambiguous => RiskReasons.Unidentified,
            _ => RiskReasons.None,
        };
    }

    /// <summary>The reasons.</summary>
    public RiskReasons Reasons { get; }

    /// <summary>0 to 100.</summary>
    public int Score => RiskScore.Of(Reasons);

    /// <summary>The level of the score.</summary>
    public RiskLevel Level => RiskScore.LevelOf(Score);

    /// <summary>Each reason with who said so.</summary>
    public IEnumerable<RiskEvidence> Explain()
    {
        foreach (var reason in RiskScore.Each(Reasons))
        {
            yield return reason switch
            {
                RiskReasons.Quarantined => Said(reason, _policy!.Value, "under the ANC policy " + _policy.Value.Value),
                RiskReasons.RatedCritical or RiskReasons.RatedHigh or RiskReasons.RatedMedium => Said(reason, _rating!.Value, "rated " + _rating.Value.Value),
                RiskReasons.NotCompliant => new RiskEvidence(reason, _session!.Source, _session.AtMs, "posture " + _session.Posture),
                RiskReasons.OutOfService => Said(reason, _status!.Value, $"{_status.Value.Value} at its source, and still here"),
                RiskReasons.RandomMac => new RiskEvidence(reason, IdentitySource.None, 0, "its MAC is likely made up"),
                _ => new RiskEvidence(reason, IdentitySource.None, 0, WhyUnidentified(_outcome)),
            };
        }
    }

    private static RiskEvidence Said(RiskReasons reason, in DeviceAttribute by, string text) => new(reason, by.Source, by.AtMs, text);

    private static string WhyUnidentified(IdentityOutcome outcome) => outcome switch
    {
        IdentityOutcome.Ambiguous => "several devices hold the address, and nothing tells which of them this is",
        IdentityOutcome.Expired => "somebody held the address before, but no longer",
        _ => "nobody is known to hold the address",
    };

    // Platforms use these words; what else they say, and their numbers, have no scale that is known here.
    private static RiskReasons OfRating(string? rating) =>
        Is(rating, "critical") || Is(rating, "very high") ? RiskReasons.RatedCritical
        : Is(rating, "high") ? RiskReasons.RatedHigh
        : Is(rating, "medium") || Is(rating, "moderate") ? RiskReasons.RatedMedium
        : RiskReasons.None;

    // ISE also says Compliant, Pending, Unknown and NotApplicable: none of them says that the device has failed.
    private static RiskReasons OfPosture(string? posture) =>
        Is(posture, "NonCompliant") || Is(posture, "Non-Compliant") ? RiskReasons.NotCompliant : RiskReasons.None;

    private static RiskReasons OfStatus(string? status) =>
        Is(status, AttributeName.Retired) || Is(status, AttributeName.Disabled) ? RiskReasons.OutOfService : RiskReasons.None;

    private static bool Is(string? text, string word) => text is not null && text.AsSpan().Trim().Equals(word, StringComparison.OrdinalIgnoreCase);
}
