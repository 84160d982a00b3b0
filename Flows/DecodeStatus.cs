namespace Clarion.Flows;

/// <summary>What became of a datagram.</summary>
public enum DecodeStatus : byte
{
    /// <summary>Read to its end (sets that wait for their template included).</summary>
    Decoded,

    /// <summary>Read up to a fault; what came before it is in the batch. Counts as decoded.</summary>
    Damaged,

    /// <summary>Dropped whole and counted under one <see cref="DecodeError"/>.</summary>
    Dropped,
}
