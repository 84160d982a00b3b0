namespace Clarion.Connectors.Rest.Feeds;

/// <summary>When a feed reads.</summary>
/// <param name="Every">From one read to the next.</param>
/// <param name="FullEvery">From one read of everything to the next, where the source can follow changes.</param>
internal sealed record FeedSchedule(TimeSpan Every, TimeSpan FullEvery);
