namespace Clarion.Grains.Partitions;

/// <summary>
/// Lets one partition of a silo at a time collect and write its entities. Nearly every device is told by every partition; what the first has brought into
/// the store, the next ones were told before too and need not write again (<see cref="Entities.AppliedCommits.IsDurable"/>). Thread-safe.
/// </summary>
internal sealed class CheckpointTurn
{
    private int _taken;

    /// <summary>Takes the turn.</summary>
    /// <returns>False when another partition has it.</returns>
    public bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;

    /// <summary>Gives it back.</summary>
    public void Return() => Volatile.Write(ref _taken, 0);
}
