using Clarion.Simulation;

namespace Clarion.Bench.Prefill;

/// <summary>What to fill a store with.</summary>
/// <param name="DataDirectory">Data directory of the product; its store must be new.</param>
/// <param name="Flows">Flows in all.</param>
/// <param name="Length">Time they are spread over, up to now.</param>
/// <param name="Campus">The campus they come from.</param>
/// <param name="Window">Time between commits of the partitions.</param>
/// <param name="Upkeep">Time between runs of the rollup jobs.</param>
internal sealed record PrefillOptions(
    string DataDirectory, long Flows, TimeSpan Length, CampusOptions Campus, TimeSpan Window, TimeSpan Upkeep);
