using Clarion.Connectors.Contract;
using Clarion.Connectors.Rest.Http;

namespace Clarion.Connectors.Rest;

/// <summary>The parts of one platform's connector, put together: what the connectors of this folder's neighbours share.</summary>
/// <param name="server">Base address.</param>
/// <param name="transport">HTTP; disposed with this.</param>
/// <param name="credentials">Credentials; disposed with this when they can be.</param>
/// <param name="runner">Reads again and again.</param>
/// <param name="samples">What a test reads.</param>
/// <param name="times">Times.</param>
/// <param name="time">The clock.</param>
internal sealed class RestPlatform(
    Uri server, RestTransport transport, IRestCredentials credentials, RestRunner runner, IReadOnlyList<RestSample> samples, RestTimes times, TimeProvider time)
    : IConnector
{
    /// <inheritdoc />
    public ConnectorStatus Status => runner.Status;

    /// <summary>The fault of options as an exception, if they have any.</summary>
    public static void Check(IReadOnlyList<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new RestException(RestProblem.Configuration, string.Join(" ", faults));
        }
    }

    /// <inheritdoc />
    public Task RunAsync(IConnectorSink sink, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return runner.RunAsync(sink, cancellationToken);
    }

    /// <inheritdoc />
    public Task<ConnectorTestReport> TestAsync(CancellationToken cancellationToken) =>
        new RestTest(server, transport, credentials, times, time).RunAsync(samples, cancellationToken);

    /// <inheritdoc />
    public void RequestSync() => runner.RequestSync();

    /// <inheritdoc />
    public bool AcceptLoss() => runner.AcceptLoss();

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        (credentials as IDisposable)?.Dispose();
        transport.Dispose();
        return ValueTask.CompletedTask;
    }
}
