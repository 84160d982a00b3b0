using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Overview;

namespace Clarion.Gateway.Http.Overview;

/// <summary>What arrives, what is kept, what is lost, now. Parts that could not be answered in time are null and named in <c>missing</c>.</summary>
public sealed record OverviewModel
{
    /// <summary>When this was put together, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Received by all gateways since the deployment began.</summary>
    public ReceivedModel? Received { get; init; }

    /// <summary>In the flow log; retention does not lower it.</summary>
    public FlowCountModel? Stored { get; init; }

    /// <summary>Handed to the partitions.</summary>
    public FlowCountModel? Published { get; init; }

    /// <summary>Lost on purpose, by <c>stage.reason</c>.</summary>
    public IReadOnlyDictionary<string, long>? Drops { get; init; }

    /// <summary>Flows decoded a second over the last ten, all live gateways.</summary>
    public double? FlowsPerSecond { get; init; }

    /// <summary>Devices.</summary>
    public DeviceCountModel? Devices { get; init; }

    /// <summary>Exporters.</summary>
    public ExporterCountModel? Exporters { get; init; }

    /// <summary>Share of internal flow ends of the last hour, by bytes, whose MAC was known: 0 to 1; null without traffic.</summary>
    public double? IdentifiedShare { get; init; }

    /// <summary>Every bounded hand-over.</summary>
    public IReadOnlyList<QueueModel>? Queues { get; init; }

    /// <summary>Every receiving socket.</summary>
    public IReadOnlyList<SocketModel>? Sockets { get; init; }

    /// <summary>Every gateway.</summary>
    public IReadOnlyList<GatewayModel>? Gateways { get; init; }

    /// <summary>The store.</summary>
    public StorageSummaryModel? Storage { get; init; }

    /// <summary>Names of the parts that could not be answered in time.</summary>
    public required IReadOnlyList<string> Missing { get; init; }
}

/// <summary>What was received.</summary>
/// <param name="Datagrams">Datagrams.</param>
/// <param name="Flows">Flows decoded from them.</param>
/// <param name="DecodedDatagrams">Datagrams that were decoded; the others were dropped (<c>receive.*</c>, <c>decode.*</c>) or wait.</param>
public sealed record ReceivedModel(long Datagrams, long Flows, long DecodedDatagrams);

/// <summary>A number of flows.</summary>
/// <param name="Flows">Flows.</param>
public sealed record FlowCountModel(long Flows);

/// <summary>Devices.</summary>
/// <param name="Active">Seen in the last hour.</param>
/// <param name="Known">Ever seen.</param>
public sealed record DeviceCountModel(long Active, long Known);

/// <summary>Exporters.</summary>
/// <param name="Healthy">Heard within two minutes, with less than 1 % of what they ever sent missing.</param>
/// <param name="Total">Ever heard.</param>
public sealed record ExporterCountModel(int Healthy, int Total);

/// <summary>A bounded queue.</summary>
/// <param name="Gateway">Where.</param>
/// <param name="Stage">Stage that it feeds.</param>
/// <param name="Depth">Items now.</param>
/// <param name="Capacity">Items at most.</param>
public sealed record QueueModel(string Gateway, string Stage, int Depth, int Capacity);

/// <summary>A receiving socket.</summary>
/// <param name="Gateway">Where.</param>
/// <param name="Port">UDP port.</param>
/// <param name="Index">Number among the port's sockets.</param>
/// <param name="Datagrams">Received.</param>
/// <param name="KernelDrops">Dropped by the kernel because the buffer was full.</param>
/// <param name="BufferAsked">Receive buffer asked for, bytes.</param>
/// <param name="BufferGranted">Receive buffer granted, bytes.</param>
public sealed record SocketModel(string Gateway, int Port, int Index, long Datagrams, long KernelDrops, long BufferAsked, long BufferGranted);

/// <summary>A gateway's current run.</summary>
/// <param name="Name">Gateway.</param>
/// <param name="StartedAt">Start of its process, UTC.</param>
/// <param name="ReportedAt">Newest report, UTC.</param>
/// <param name="Datagrams">Received in this run.</param>
/// <param name="Flows">Decoded in this run.</param>
/// <param name="FlowsPerSecond">Over the last ten seconds of its newest report.</param>
public sealed record GatewayModel(
    string Name, DateTimeOffset StartedAt, DateTimeOffset ReportedAt, long Datagrams, long Flows, double FlowsPerSecond)
{
    internal static GatewayModel Of(GatewayReport report) => new(
        report.Gateway, Moments.Of(report.Epoch), Moments.Of(report.AtMs), report.Datagrams, report.Flows, report.FlowsPerSecond);
}

/// <summary>The store in short; <c>/storage</c> has the rest.</summary>
/// <param name="Engine">Engine and version.</param>
/// <param name="SizeBytes">All files of the store.</param>
/// <param name="FreeBytes">Free space where it lies; null when the store cannot know.</param>
/// <param name="BytesPerFlow">Size of the raw tier divided by its rows; null when empty or unknown.</param>
/// <param name="Fault">What is wrong now; null when healthy.</param>
public sealed record StorageSummaryModel(string Engine, long SizeBytes, long? FreeBytes, double? BytesPerFlow, string? Fault);
