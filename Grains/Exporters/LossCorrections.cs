namespace Clarion.Grains.Exporters;

/// <summary>By how much, and in which minute, the losses that gateways count each by itself were put right (docs/decisions/0025). Immutable.</summary>
[GenerateSerializer, Immutable, Alias("clarion.LossCorrections")]
internal sealed record LossCorrections
{
    // A day of a store that is away.
    private const int MostOpen = 1440;
    private const long MinuteMs = 60_000;

    /// <summary>What is to be added to the gateways' counts, as told so far.</summary>
    [Id(0)] public long Total { get; init; }

    /// <summary>Minutes that are not in the history yet or may still change, the oldest first.</summary>
    [Id(1)] public MinuteCorrection[] Open { get; init; } = [];

    /// <summary>Notes what has changed.</summary>
    /// <param name="total">What is to be added now.</param>
    /// <param name="nowMs">When that was noticed, Unix milliseconds: what is put right was counted in the same minute or before.</param>
    public LossCorrections With(long total, long nowMs)
    {
        if (total == Total)
        {
            return this;
        }

        var (minute, units) = (nowMs - nowMs % MinuteMs, total - Total);
        MinuteCorrection[] open = Open is [.. var before, var last] && last.Ms >= minute
            ? [.. before, last with { Units = last.Units + units }]
            : [.. Open.TakeLast(MostOpen - 1), new MinuteCorrection(minute, units)];
        return new LossCorrections { Total = total, Open = open };
    }

    /// <summary>All of it is in the history. The newest minute may still change.</summary>
    public LossCorrections Written() => this with { Open = [.. Open.TakeLast(1)] };
}

/// <summary>What was put right in one minute.</summary>
/// <param name="Ms">Its start, Unix milliseconds.</param>
/// <param name="Units">Lost between gateways; negative what another one received.</param>
[GenerateSerializer, Immutable, Alias("clarion.MinuteCorrection")]
internal readonly record struct MinuteCorrection([property: Id(0)] long Ms, [property: Id(1)] long Units);
