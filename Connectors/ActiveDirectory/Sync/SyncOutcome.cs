using Clarion.Connectors.ActiveDirectory.Reading;

namespace Clarion.Connectors.ActiveDirectory.Sync;

/// <summary>What a pass has done.</summary>
/// <param name="Server">Which controller answered.</param>
/// <param name="Domain">Which domain it serves.</param>
/// <param name="IsFull">Everything was read.</param>
/// <param name="Content">What was read.</param>
/// <param name="Checkpoint">Where it ended; its doubt is why the last full pass was not believed.</param>
/// <param name="Known">Objects the receiver knows now, by kind.</param>
internal sealed record SyncOutcome(
    DirectoryHost Server, DomainContext Domain, bool IsFull, DirectoryContent Content, SyncCheckpoint Checkpoint, IReadOnlyList<int> Known);
