using Clarion.Connectors.Contract;
using Clarion.Connectors.Rest;
using Clarion.Connectors.Rest.Devices;
using Clarion.Connectors.Rest.Feeds;
using Clarion.Connectors.Rest.Http;
using Clarion.Connectors.Rest.Sessions;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Events;
using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.ClearPass;

/// <summary>One Aruba ClearPass as a source of identity: its endpoints and active sessions as facts. What becomes what is in docs/iot-connectors.md.</summary>
public sealed class ClearPassConnector : IConnector
{
    // The condition that ClearPass's own examples use for sessions that have not ended.
    private const string ActiveSessions = """
        "acctstoptime":{"$exists":false}
        """;

    private readonly RestPlatform _platform;

    /// <summary>A connector that has not connected yet.</summary>
    /// <param name="options">How to reach ClearPass.</param>
    /// <param name="domains">The domain names to unify accounts by, as they are known at the moment of the call; called often.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where to log.</param>
    /// <exception cref="RestException">The options or the CA file cannot be used; the message says every fault.</exception>
    public ClearPassConnector(ClearPassOptions options, Func<DomainNames> domains, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(domains);
        RestPlatform.Check(options.Validate());
        var (times, limits) = (options.Times, options.Limits);
        var server = new Uri(options.BaseUrl);
        var transport = new RestTransport(options.CaFile, "ClearPass", times, limits, time);
        var client = new OAuthClient
        {
            TokenAddress = RestAddress.Below(options.BaseUrl, "oauth"),
            ClientId = options.ClientId,
            ClientSecret = options.ClientSecret,
            AsJson = true,
        };
        var credentials = new OAuthCredentials(client, transport, time);
        var caller = new RestCaller(transport, credentials, times, limits, time, logger);
        var feeds = new List<IRestFeed>();
        var samples = new List<RestSample>();
        if (options.ReadEndpoints)
        {
            var source = new ClearPassSource(options, "endpoint", "", "&profile_details=true", caller);
            feeds.Add(new RecordFeed<DeviceRecord>(
                "ClearPass", "endpoints", source, EndpointMapping.Of, new DeviceLedger(IdentitySource.AccessPlatform, times, limits),
                new FeedSchedule(times.Devices, times.Devices), times, limits, time, logger));
            samples.Add(RestSample.Devices("endpoints", source, EndpointMapping.Of));
        }

        if (options.ReadSessions)
        {
            var source = new ClearPassSource(options, "session", ActiveSessions, "", caller);
            RecordMapper<SessionChanged> mapper = (record, readAt) => SessionMapping.Of(record, readAt, domains());
            feeds.Add(new RecordFeed<SessionChanged>(
                "ClearPass", "sessions", source, mapper, new SessionLedger(times, limits),
                new FeedSchedule(times.Sessions, times.Sessions), times, limits, time, logger));
            samples.Add(RestSample.Sessions("sessions", source, mapper));
        }

        _platform = new RestPlatform(
            server, transport, credentials, new RestRunner("ClearPass", server.Authority, "clearpass 2", feeds, time), samples, times, time);
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
