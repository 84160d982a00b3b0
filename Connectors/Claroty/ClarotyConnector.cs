using Clarion.Connectors.Contract;
using Clarion.Connectors.Rest;
using Clarion.Connectors.Rest.Devices;
using Clarion.Connectors.Rest.Feeds;
using Clarion.Connectors.Rest.Http;
using Clarion.Correlation.Identity.Events;
using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.Claroty;

/// <summary>One tenant of Claroty xDome (formerly Medigate) as a source of identity. What becomes what is in docs/iot-connectors.md.</summary>
public sealed class ClarotyConnector : IConnector
{
    private readonly RestPlatform _platform;

    /// <summary>A connector that has not connected yet.</summary>
    /// <param name="options">How to reach the tenant.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where to log.</param>
    /// <exception cref="RestException">The options or the CA file cannot be used; the message says every fault.</exception>
    public ClarotyConnector(ClarotyOptions options, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        RestPlatform.Check(options.Validate());
        var (times, limits) = (options.Times, options.Limits);
        var server = new Uri(options.BaseUrl);
        var transport = new RestTransport(options.CaFile, "Claroty", times, limits, time);
        var credentials = HeaderCredentials.Bearer(options.Token);
        var caller = new RestCaller(transport, credentials, times, limits, time, logger);
        var source = new ClarotySource(options, new ClarotyFields(options.MoreFields), caller, time, logger);
        RecordMapper<DeviceRecord> mapper = (record, readAt) => DeviceMapping.Of(record, options.MoreFields, readAt);
        var feed = new RecordFeed<DeviceRecord>(
            "Claroty xDome", "devices", source, mapper, new DeviceLedger(IdentitySource.IotPlatform, times, limits),
            new FeedSchedule(times.Devices, times.FullPass), times, limits, time, logger);
        _platform = new RestPlatform(
            server, transport, credentials, new RestRunner("Claroty xDome", server.Authority, "claroty 1", [feed], time),
            [RestSample.Devices("devices", source, mapper)], times, time);
    }

    /// <inheritdoc />
    public ConnectorStatus Status => _platform.Status;

    /// <inheritdoc />
    public Task RunAsync(IConnectorSink sink, CancellationToken cancellationToken) => _platform.RunAsync(sink, cancellationToken);

    /// <inheritdoc />
    public Task<ConnectorTestReport> TestAsync(CancellationToken cancellationToken) => _platform.TestAsync(cancellationToken);

    /// <inheritdoc />
    public void RequestSync() => _platform.RequestSync();

    /// <inheritdoc />
    public bool AcceptLoss() => _platform.AcceptLoss();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _platform.DisposeAsync();
}
