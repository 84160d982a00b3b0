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

    /// <summary>When the last error of <see cref="Part"/> happened, UTC; null when there was none.</summary>
    DateTimeOffset? ErrorAt { get; }

    /// <summary>The next read is of everything, and at once. Thread-safe.</summary>
    void RequestFull();

    /// <summary>What the last full read lacked, more than is believed, is gone indeed, an operator says. Thread-safe.</summary>
    /// <returns>False when nothing is doubted.</returns>
    bool AcceptLoss();

    /// <summary>Reads once. Faults end up in <see cref="Part"/>; only cancellation is thrown.</summary>
    Task PassAsync(IConnectorSink sink, CancellationToken cancellationToken);

    /// <summary>What holds, a line each.</summary>
    IEnumerable<string> Lines();

    /// <summary>Takes a line of an earlier run; false when it is none of this feed's.</summary>
    bool Recall(string line);
}
