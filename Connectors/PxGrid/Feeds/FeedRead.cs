namespace Clarion.Connectors.PxGrid.Feeds;

/// <summary>What a read brought.</summary>
/// <param name="Records">Records read.</param>
/// <param name="Changes">How many of them changed something.</param>
/// <param name="Newest">Time of the newest, by ISE's clock, or null.</param>
/// <param name="Full">Everything was read.</param>
/// <param name="Doubtful">So much is missing that it is not believed; it is kept.</param>
internal readonly record struct FeedRead(long Records, long Changes, DateTimeOffset? Newest, bool Full, bool Doubtful);
