using Clarion.Gateway.Http.Flows;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Groups;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Groups;

/// <summary>An observed pair of groups within a time range.</summary>
public sealed record CellModel : MeasuredModel
{
    internal CellModel(MatrixCell cell)
        : base(cell.Measures)
    {
        (SourceSgt, DestinationSgt) = (cell.SourceSgt, cell.DestinationSgt);
        Services = [.. cell.Services.Select(s => new CellServiceModel(s))];
    }

    /// <summary>Group of the clients; 0 = unknown.</summary>
    public int SourceSgt { get; }

    /// <summary>Group of the servers; 0 = unknown.</summary>
    public int DestinationSgt { get; }

    /// <summary>The largest services, at most ten.</summary>
    public IReadOnlyList<CellServiceModel> Services { get; }
}

/// <summary>One service of a cell.</summary>
public sealed record CellServiceModel : MeasuredModel
{
    internal CellServiceModel(MatrixService service)
        : base(service.Measures) => (Protocol, Port) = (service.Protocol, service.Port);

    /// <summary>IANA number.</summary>
    public int Protocol { get; }

    /// <summary>Server port.</summary>
    public int Port { get; }
}

/// <summary>A pair of groups since it was first seen.</summary>
/// <param name="SourceSgt">Group of the clients; 0 = unknown.</param>
/// <param name="DestinationSgt">Group of the servers; 0 = unknown.</param>
/// <param name="FirstSeen">First flow, UTC.</param>
/// <param name="LastSeen">Last flow, UTC.</param>
/// <param name="DaysSeen">On how many of the last 90 days.</param>
/// <param name="DistinctClients">Estimated, standard error about 6.5 %.</param>
/// <param name="DistinctServers">Estimated, standard error about 6.5 %.</param>
/// <param name="NewServicesLastDay">Services first seen in the last 24 hours.</param>
/// <param name="Total">Sums since first seen; "sent" is from clients to servers.</param>
/// <param name="Services">Services, largest first, at most 256; smaller ones are in the total.</param>
public sealed record PairModel(
    int SourceSgt, int DestinationSgt, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, int DaysSeen, long DistinctClients,
    long DistinctServers, int NewServicesLastDay, UsageModel Total, IReadOnlyList<PairServiceModel> Services)
{
    internal static PairModel Of(SgtPairView view) => new(
        view.SourceSgt, view.DestinationSgt, Moments.Of(view.FirstMs), Moments.Of(view.LastMs), view.DaysSeen, view.DistinctClients,
        view.DistinctServers, view.NewServicesLastDay, UsageModel.Of(view.Total),
        [.. view.Services.Select(s => new PairServiceModel(s.Protocol, s.Port, Moments.Of(s.FirstMs), Moments.Of(s.LastMs), UsageModel.Of(s.Usage)))]);
}

/// <summary>One service of a pair.</summary>
/// <param name="Protocol">IANA number.</param>
/// <param name="Port">Server port.</param>
/// <param name="FirstSeen">First seen, UTC.</param>
/// <param name="LastSeen">Last seen, UTC.</param>
/// <param name="Usage">Sums.</param>
public sealed record PairServiceModel(int Protocol, int Port, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, UsageModel Usage);
