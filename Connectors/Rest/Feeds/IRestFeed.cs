using Clarion.Connectors.Contract;

namespace Clarion.Connectors.Rest.Feeds;

/// <summary>One kind of record of a platform, read again and again.</summary>
internal interface IRestFeed
{
    /// <summary>How it stands. Thread-safe.</summary>
    ConnectorPart Part { get; }

    /// <summary>When it reads next.</summary>
    DateTimeOffset NextAt { get; }

    /// <summary>When the last read failed; null when it did not.</summary>
    DateTimeOffset? FailedAt { get; }

    /// <summary>The next read is of everything, and at once. Thread-safe.</summary>
    void RequestFull();

    /// <summary>Reads once. Faults end up in <see cref="Part"/>; only cancellation is thrown.</summary>
    Task PassAsync(IConnectorSink sink, CancellationToken cancellationToken);

    /// <summary>What holds, a line each.</summary>
    IEnumerable<string> Lines();

    /// <summary>Takes a line of an earlier run; false when it is none of this feed's.</summary>
    bool Recall(string line);
}
