using Clarion.Correlation.Access;
using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.TrustSec;

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

    /// <summary>What happened where the network lets devices in, in batches of some hundreds. What was told before is recognised by its key.</summary>
    ValueTask TakeAsync(IReadOnlyList<AccessEvent> events, CancellationToken cancellationToken);

    /// <summary>Changes of TrustSec's configuration, and downloads of it by access devices, in batches of some hundreds.</summary>
    ValueTask TakeAsync(TrustSecUpdate update, CancellationToken cancellationToken);

    /// <summary>What is kept of TrustSec's configuration as this connector told it: whoever begins anew finds out what has gone meanwhile.</summary>
    ValueTask<IReadOnlyList<TrustSecKey>> ReadTrustSecAsync(CancellationToken cancellationToken);

    /// <summary>Groups of users as a network access platform knows them, in batches of some hundreds.</summary>
    ValueTask TakeAsync(ReportedGroupsUpdate update, CancellationToken cancellationToken);

    /// <summary>The users of whom groups are kept as this connector told them.</summary>
    ValueTask<IReadOnlyList<string>> ReadReportedUsersAsync(CancellationToken cancellationToken);

    /// <summary>Where the connector left off, as it wrote it; null at first. Survives restarts and moves between silos.</summary>
    ValueTask<string?> ReadCheckpointAsync(CancellationToken cancellationToken);

    /// <summary>Keeps where the connector is; at most 1 MB of text without secrets. Call after what it stands for was taken.</summary>
    ValueTask WriteCheckpointAsync(string checkpoint, CancellationToken cancellationToken);
}
