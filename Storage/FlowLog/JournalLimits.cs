namespace Clarion.Storage.FlowLog;

/// <summary>Where the journal of flows lies, and how much may wait in it.</summary>
/// <param name="Directory">The data directory.</param>
/// <param name="Rows">Rows beyond which appending waits for the tables.</param>
/// <param name="Bytes">Bytes beyond which it does.</param>
internal sealed record JournalLimits(string Directory, long Rows, long Bytes);
