using Clarion.Connectors.Contract;
using Clarion.Connectors.PxGrid.Recovery;
using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.Feeds;

/// <summary>What is particular to one topic; the runner does the rest. Used by one runner only, one call at a time.</summary>
internal interface IFeed
{
    /// <summary>Which topic.</summary>
    PxTopicInfo Info { get; }

    /// <summary>Judges what full reads lack.</summary>
    LossJudge Losses { get; }

    /// <summary>Records that hold now.</summary>
    int Count { get; }

    /// <summary>Records refused because the table is full.</summary>
    long Refused { get; }

    /// <summary>Records that came a second time, or were older than what is known.</summary>
    long Duplicates { get; }

    /// <summary>Reads a message.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no JSON object.</exception>
    FeedMessage Parse(ReadOnlyMemory<byte> body);

    /// <summary>Applies a message and hands on what it changed.</summary>
    Task ApplyAsync(FeedMessage message, DateTimeOffset receivedAt, CancellationToken cancellationToken);

    /// <summary>Reads what the plan asks for, or more, and hands on what it changed.</summary>
    Task<FeedRead> ReadAsync(RecoveryPlan plan, CancellationToken cancellationToken);
}
