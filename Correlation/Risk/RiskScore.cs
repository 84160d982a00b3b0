using System.Numerics;

namespace Clarion.Correlation.Risk;

/// <summary>
/// What reasons weigh together: the sum of their weights, at most 100. Weights are fixed, so that a score means the same everywhere and can be added up by hand
/// (docs/identity.md).
/// </summary>
public static class RiskScore
{
    /// <summary>The highest score.</summary>
    public const int Most = 100;

    // By the bits of RiskReasons. What a platform rates comes out at the level of that name.
    private static ReadOnlySpan<byte> Weights =>
    [
        60, // Quarantined
        90, // RatedCritical
        60, // RatedHigh
        30, // RatedMedium
        40, // NotCompliant
        40, // OutOfService
        20, // Unidentified
        10, // RandomMac
        40, // GuestToServers
    ];

    /// <summary>The score of reasons, 0 to 100.</summary>
    public static int Of(RiskReasons reasons) => Math.Min(WeightOf(reasons), Most);

    /// <summary>The score of a flow: of the reasons at its two ends, each for itself, and of those between them; 0 to 100.</summary>
    public static int Of(RiskReasons source, RiskReasons destination, RiskReasons between) =>
        Math.Min(WeightOf(source) + WeightOf(destination) + WeightOf(between), Most);

    /// <summary>What reasons weigh, without an upper bound.</summary>
    public static int WeightOf(RiskReasons reasons)
    {
        var sum = 0;
        for (var left = (uint)reasons; left != 0; left &= left - 1)
        {
            sum += Weights[BitOperations.TrailingZeroCount(left)];
        }

        return sum;
    }

    /// <summary>The level of a score.</summary>
    public static RiskLevel LevelOf(int score) => score switch
    {
        >= (int)RiskLevel.Critical => RiskLevel.Critical,
        >= (int)RiskLevel.High => RiskLevel.High,
        >= (int)RiskLevel.Medium => RiskLevel.Medium,
        >= (int)RiskLevel.Low => RiskLevel.Low,
        _ => RiskLevel.None,
    };

    /// <summary>Reasons one by one, in the order in which they are told.</summary>
    internal static IEnumerable<RiskReasons> Each(RiskReasons reasons)
    {
        for (var left = (uint)reasons; left != 0; left &= left - 1)
        {
            yield return (RiskReasons)(left & ~(left - 1));
        }
    }
}
