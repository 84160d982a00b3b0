using Orleans.Concurrency;

namespace Clarion.Grains.Interfaces.Overview;

/// <summary>What all gateways receive and lose, now (key: 0).</summary>
[Alias("clarion.IOverviewGrain")]
public interface IOverviewGrain : IGrainWithIntegerKey
{
    /// <summary>Replaces what one gateway run has counted.</summary>
    [Alias("Report")]
    Task Report(GatewayReport report);

    /// <summary>Sums over all gateways and runs, and each gateway's newest report.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<OverviewView> Get();
}

/// <summary>Cumulative counters of one gateway run.</summary>
/// <param name="Gateway">Gateway.</param>
/// <param name="Epoch">Start of its process, Unix milliseconds.</param>
/// <param name="AtMs">When it was taken, Unix milliseconds.</param>
/// <param name="Datagrams">Received.</param>
/// <param name="Flows">Decoded.</param>
/// <param name="StoredFlows">Committed to the flow log.</param>
/// <param name="PublishedFlows">Handed to partitions.</param>
/// <param name="Drops">What was lost on purpose, by <c>stage.reason</c>.</param>
/// <param name="FlowsPerSecond">Over the last ten seconds.</param>
/// <param name="Sockets">Per socket.</param>
/// <param name="Queues">Depth of every bounded hand-over, by stage.</param>
[GenerateSerializer, Immutable, Alias("clarion.GatewayReport")]
public sealed record GatewayReport(
    [property: Id(0)] string Gateway,
    [property: Id(1)] long Epoch,
    [property: Id(2)] long AtMs,
    [property: Id(3)] long Datagrams,
    [property: Id(4)] long Flows,
    [property: Id(5)] long StoredFlows,
    [property: Id(6)] long PublishedFlows,
    [property: Id(7)] Dictionary<string, long> Drops,
    [property: Id(8)] double FlowsPerSecond,
    [property: Id(9)] IReadOnlyList<SocketReport> Sockets,
    [property: Id(10)] IReadOnlyList<QueueReport> Queues)
{
    /// <summary>Datagrams that were decoded.</summary>
    [Id(11)] public long DecodedDatagrams { get; init; }
}

/// <summary>One receiving socket.</summary>
/// <param name="Port">Port.</param>
/// <param name="Index">Number among the port's sockets.</param>
/// <param name="Datagrams">Received.</param>
/// <param name="KernelDrops">Dropped by the kernel because the buffer was full.</param>
/// <param name="BufferAsked">Receive buffer asked for, bytes.</param>
/// <param name="BufferGranted">Receive buffer granted, bytes.</param>
[GenerateSerializer, Immutable, Alias("clarion.SocketReport")]
public sealed record SocketReport(
    [property: Id(0)] int Port, [property: Id(1)] int Index, [property: Id(2)] long Datagrams, [property: Id(3)] long KernelDrops,
    [property: Id(4)] long BufferAsked, [property: Id(5)] long BufferGranted);

/// <summary>One bounded queue.</summary>
/// <param name="Stage">Stage it feeds.</param>
/// <param name="Depth">Items now.</param>
/// <param name="Capacity">Items at most.</param>
[GenerateSerializer, Immutable, Alias("clarion.QueueReport")]
public sealed record QueueReport([property: Id(0)] string Stage, [property: Id(1)] int Depth, [property: Id(2)] int Capacity);

/// <summary>All gateways together.</summary>
/// <param name="Datagrams">Received, all runs.</param>
/// <param name="Flows">Decoded, all runs.</param>
/// <param name="StoredFlows">Committed to the flow log, all runs.</param>
/// <param name="PublishedFlows">Handed to partitions, all runs.</param>
/// <param name="Drops">By <c>stage.reason</c>, all runs.</param>
/// <param name="FlowsPerSecond">Now, over live gateways.</param>
/// <param name="Gateways">Newest report of every gateway.</param>
[GenerateSerializer, Immutable, Alias("clarion.OverviewView")]
public sealed record OverviewView(
    [property: Id(0)] long Datagrams,
    [property: Id(1)] long Flows,
    [property: Id(2)] long StoredFlows,
    [property: Id(3)] long PublishedFlows,
    [property: Id(4)] Dictionary<string, long> Drops,
    [property: Id(5)] double FlowsPerSecond,
    [property: Id(6)] IReadOnlyList<GatewayReport> Gateways)
{
    /// <summary>Datagrams that were decoded, all runs.</summary>
    [Id(7)] public long DecodedDatagrams { get; init; }
}
