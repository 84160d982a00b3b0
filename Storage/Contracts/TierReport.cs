namespace Clarion.Storage.Contracts;

/// <summary>What the store keeps, by how it keeps it.</summary>
public enum StoreTier
{
    /// <summary>Flows on the disk of this process that the tables do not have yet.</summary>
    Journal,

    /// <summary>Raw flows as they were written.</summary>
    Flows,

    /// <summary>Raw flows of hours that the server has compressed.</summary>
    CompressedFlows,

    /// <summary>The long tier: flows that are older than raw ones are kept, both ways of an exchange in a row.</summary>
    Biflows,

    /// <summary>Those of hours that the server has compressed.</summary>
    CompressedBiflows,

    /// <summary>Conversations as partitions committed them.</summary>
    Conversations,

    /// <summary>Conversations of hours that the server has compressed.</summary>
    CompressedConversations,

    /// <summary>Sums by five minutes, hours and days.</summary>
    Rollups,

    /// <summary>Everything else: states of entities, identity, indexes, free space inside.</summary>
    Rest,
}

/// <summary>What one tier takes.</summary>
/// <param name="Tier">Which.</param>
/// <param name="Rows">Its rows; null when they are not counted.</param>
/// <param name="SizeBytes">Its bytes on disk; null when the engine cannot tell them from those of others.</param>
/// <param name="Parts">Files, days or hours that are dropped as a whole; null when it has none.</param>
/// <param name="UncompressedBytes">What it took before the server compressed it; null when it has not.</param>
public sealed record TierReport(StoreTier Tier, long? Rows, long? SizeBytes, int? Parts, long? UncompressedBytes = null)
{
    /// <summary>Flows that are in its rows; null for a tier that holds something else.</summary>
    public long? Flows { get; init; }
}

/// <summary>How the last round of retention ended.</summary>
/// <param name="At">When it ended, UTC.</param>
/// <param name="Took">How long it took.</param>
/// <param name="RemovedRows">Rows that it removed from all tables.</param>
/// <param name="Fault">Why it did not do all it had to; null when it did.</param>
public sealed record RetentionResult(DateTimeOffset At, TimeSpan Took, long RemovedRows, string? Fault);
