namespace Clarion.Grains.Exporters;

/// <summary>
/// What was lost of an exporter that sends to several gateways, by its sequence numbers (docs/decisions/0025). Keeps the pieces that have ended; those that may
/// still grow are in the gateways' newest reports. What pieces amount to does not depend on the order in which they were told. Immutable.
/// </summary>
[GenerateSerializer, Immutable, Alias("clarion.SequenceLines")]
internal sealed record SequenceLines
{
    /// <summary>Ended pieces that are kept apart.</summary>
    internal const int MostEnded = 16;

    /// <summary>Pieces that will not change any more.</summary>
    [Id(0)] public SequencePiece[] Ended { get; init; } = [];

    /// <summary>Adjustments of lines that are kept no longer.</summary>
    [Id(1)] public long Settled { get; init; }

    /// <summary>What has to be added to the sum of the losses that gateways count.</summary>
    /// <param name="growing">Pieces of the gateways' newest reports.</param>
    public long Adjustment(IEnumerable<SequencePiece> growing) => Settled + SequenceLine.Of(Ended.Concat(growing)).Sum(line => line.Adjustment);

    /// <summary>Keeps pieces that their gateway tells of no more.</summary>
    /// <param name="ended">These.</param>
    /// <param name="growing">Pieces of the gateways' newest reports.</param>
    public SequenceLines With(IReadOnlyCollection<SequencePiece> ended, IReadOnlyCollection<SequencePiece> growing)
    {
        if (ended.Count == 0)
        {
            return this;
        }

        var kept = this with { Ended = [.. Ended, .. ended] };
        while (kept.Ended.Length > MostEnded && kept.Shorter(growing) is { } shorter)
        {
            kept = shorter;
        }

        return kept;
    }

    // The two oldest pieces of the oldest line become one; a line of one piece that has ended becomes a number.
    private SequenceLines? Shorter(IReadOnlyCollection<SequencePiece> growing)
    {
        foreach (var line in SequenceLine.Of(Ended.Concat(growing)))
        {
            var ended = line.Pieces.Where(p => Array.Exists(Ended, e => ReferenceEquals(e, p))).ToList();
            if (ended is [var first, var second, ..])
            {
                return this with { Ended = [line.Join(first, second), .. Ended.Where(p => !ReferenceEquals(p, first) && !ReferenceEquals(p, second))] };
            }

            if (ended.Count == 1 && line.Pieces.Count() == 1)
            {
                return this with { Ended = [.. Ended.Where(p => !ReferenceEquals(p, ended[0]))], Settled = Settled + line.Adjustment };
            }
        }

        return null;
    }
}
