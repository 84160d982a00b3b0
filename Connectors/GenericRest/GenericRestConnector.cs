using Clarion.Connectors.Contract;
using Clarion.Connectors.Rest;
using Clarion.Connectors.Rest.Devices;
using Clarion.Connectors.Rest.Feeds;
using Clarion.Connectors.Rest.Http;
using Clarion.Correlation.Identity.Events;
using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.GenericRest;

/// <summary>A platform that configuration describes, as a source of identity. How to describe one is in docs/iot-connectors.md.</summary>
public sealed class GenericRestConnector : IConnector
{
    private readonly RestPlatform _platform;

    /// <summary>A connector that has not connected yet.</summary>
    /// <param name="options">The description.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where to log.</param>
    /// <exception cref="RestException">The options or the CA file cannot be used; the message says every fault.</exception>
    public GenericRestConnector(GenericRestOptions options, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        RestPlatform.Check(options.Validate());
        var (times, limits) = (options.Times, options.Limits);
        var server = new Uri(options.BaseUrl);
        var transport = new RestTransport(options.CaFile, options.Name, times, limits, time);
        var credentials = new AlsoSecret(Credentials(options, transport, time), Hidden(options));
        var source = new GenericSource(options, new RestCaller(transport, credentials, times, limits, time, logger));
        RecordMapper<DeviceRecord> mapper = new GenericMapping(options).Of;
        var feed = new RecordFeed<DeviceRecord>(
            options.Name, "devices", source, mapper, new DeviceLedger(IdentitySource.IotPlatform, times, limits),
            new FeedSchedule(times.Devices, times.Devices), times, limits, time, logger);
        _platform = new RestPlatform(
            server, transport, credentials, new RestRunner(options.Name, server.Authority, "rest 1", [feed], time),
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

    // As they are, and as they are sent.
    private static List<string> Hidden(GenericRestOptions options) =>
    [
        .. options.Secrets.Values.SelectMany(secret => new[] { secret, Uri.EscapeDataString(secret), SecretPlaceholders.InJson(secret) })
            .Distinct().OrderByDescending(secret => secret.Length),
    ];

    private static IRestCredentials Credentials(GenericRestOptions options, RestTransport transport, TimeProvider time) => options.Authentication switch
    {
        GenericAuthentication.Bearer => HeaderCredentials.Bearer(options.Token),
        GenericAuthentication.Basic => HeaderCredentials.Basic(options.UserName, options.Password),
        GenericAuthentication.Header => HeaderCredentials.Header(options.HeaderName, options.Token),
        GenericAuthentication.OAuth => new OAuthCredentials(
            new OAuthClient { TokenAddress = new Uri(options.TokenUrl), ClientId = options.ClientId, ClientSecret = options.ClientSecret, Scope = options.Scope },
            transport, time),
        _ => HeaderCredentials.None,
    };
}
