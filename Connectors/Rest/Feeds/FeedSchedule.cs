namespace Clarion.Connectors.Rest.Feeds;

/// <summary>When a feed reads.</summary>
/// <param name="Every">From one read to the next.</param>
/// <param name="FullEvery">From one read of everything to the next, where the source can follow changes.</param>
/// <param name="ConfirmsVanishing">
/// A second full read that agrees is proof enough that more vanished than one read is believed: true for what ends by itself (sessions), false for what does
/// not (devices: a right that was narrowed looks the same in every read).
/// </param>
internal sealed record FeedSchedule(TimeSpan Every, TimeSpan FullEvery, bool ConfirmsVanishing);
