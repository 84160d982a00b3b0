using Clarion.Gateway.Http.Devices;
using Clarion.Gateway.Http.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Overview;

/// <summary>How well internal ends of flows were known over a time range.</summary>
/// <param name="From">Start of the range, UTC.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="StepSeconds">Width of a point.</param>
/// <param name="Points">Oldest first; steps without internal ends are left out.</param>
public sealed record IdentifiedTrafficModel(DateTimeOffset From, DateTimeOffset To, int StepSeconds, IReadOnlyList<IdentityPointModel> Points);

/// <summary>One step. A conversation between two internal ends counts at both.</summary>
/// <param name="Time">Start of the step, UTC.</param>
/// <param name="IdentifiedBytes">Scaled bytes at internal ends whose MAC was known.</param>
/// <param name="UnidentifiedBytes">Scaled bytes at internal ends whose MAC was not.</param>
public sealed record IdentityPointModel(DateTimeOffset Time, double IdentifiedBytes, double UnidentifiedBytes);

/// <summary>What is new since a moment.</summary>
/// <param name="From">Since when, UTC.</param>
/// <param name="To">Until when.</param>
/// <param name="NewDevices">Devices whose first flow lies within, at most as many as <paramref name="NewDevicesCapped"/> says.</param>
/// <param name="NewDevicesCapped">True when there are more than were counted.</param>
/// <param name="Devices">The devices seen last among them, at most ten.</param>
/// <param name="NewPairs">Pairs of groups whose first flow lies within, newest first, at most a hundred.</param>
/// <param name="SilentExporters">Exporters that were heard before, and not within the last two minutes.</param>
public sealed record ChangesModel(
    DateTimeOffset From, DateTimeOffset To, int NewDevices, bool NewDevicesCapped, IReadOnlyList<DeviceModel> Devices,
    IReadOnlyList<NewPairModel> NewPairs, IReadOnlyList<SilentExporterModel> SilentExporters);

/// <summary>A pair of groups seen for the first time.</summary>
public sealed record NewPairModel : MeasuredModel
{
    internal NewPairModel(NewPair pair)
        : base(pair.Measures) => (SourceSgt, DestinationSgt, FirstSeen) = (pair.SourceSgt, pair.DestinationSgt, pair.FirstSeen);

    /// <summary>Group of the clients; 0 = unknown.</summary>
    public int SourceSgt { get; }

    /// <summary>Group of the servers; 0 = unknown.</summary>
    public int DestinationSgt { get; }

    /// <summary>Start of the five minutes, or later of the hour, with its first flow, UTC.</summary>
    public DateTimeOffset FirstSeen { get; }
}

/// <summary>An exporter that has fallen silent.</summary>
/// <param name="Address">Its address.</param>
/// <param name="DomainId">Its observation domain.</param>
/// <param name="Version">5, 9 or 10 (IPFIX).</param>
/// <param name="LastSeen">Its last datagram, UTC.</param>
public sealed record SilentExporterModel(string Address, uint DomainId, int Version, DateTimeOffset LastSeen);
