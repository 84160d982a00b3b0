using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Connectors.Contract;

/// <summary>
/// Who takes what a connector learns. What was taken is kept, whatever is killed afterwards; taking the same again does nothing. Calls come one
/// after the other.
/// </summary>
public interface IConnectorSink
{
    /// <summary>Facts for the identity log, in batches of some hundreds.</summary>
    ValueTask TakeAsync(IReadOnlyList<IdentityEvent> facts, CancellationToken cancellationToken);

    /// <summary>Changes of a directory, or all of it.</summary>
    ValueTask TakeAsync(DirectoryUpdate update, CancellationToken cancellationToken);

    /// <summary>Where the connector left off, as it wrote it; null at first. Survives restarts and moves between silos.</summary>
    ValueTask<string?> ReadCheckpointAsync(CancellationToken cancellationToken);

    /// <summary>Keeps where the connector is; at most 1 MB of text without secrets. Call after what it stands for was taken.</summary>
    ValueTask WriteCheckpointAsync(string checkpoint, CancellationToken cancellationToken);
}
