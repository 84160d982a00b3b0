using Clarion.Grains.Interfaces.Queues;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Clarion.Queues.RabbitMq;

/// <summary>
/// A connection that is made when it is needed and made anew when it was lost. The client's own recovery is off: delivery tags die with their
/// channel, and a recovered channel would hide that.
/// </summary>
internal sealed class RabbitMqConnection(QueueOptions options, string purpose, ILogger logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ConnectionFactory _factory = new()
    {
        UserName = options.UserName,
        Password = options.Password,
        VirtualHost = options.VirtualHost,
        ClientProvidedName = $"{options.Prefix}: {purpose}",
        AutomaticRecoveryEnabled = false,
        TopologyRecoveryEnabled = false,

        // A silo that stands still keeps its messages until the broker misses two of these; until then nobody else gets them.
        RequestedHeartbeat = TimeSpan.FromSeconds(5),
        RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
        ContinuationTimeout = TimeSpan.FromSeconds(10),
    };

    private IConnection? _connection;

    /// <summary>Opens a channel.</summary>
    /// <exception cref="QueueUnavailableException">The broker does not answer, or refuses.</exception>
    public async Task<IChannel> OpenAsync(CreateChannelOptions? channel, CancellationToken cancellationToken)
    {
        try
        {
            return await (await ConnectAsync(cancellationToken).ConfigureAwait(false))
                .CreateChannelAsync(channel, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (RabbitMqFaults.Explain(fault) is { } sentence)
        {
            throw new QueueUnavailableException(sentence, fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            await CloseAsync(connection).ConfigureAwait(false);
        }

        _gate.Dispose();
    }

    private static async Task CloseAsync(IConnection connection)
    {
        try
        {
            await connection.CloseAsync(TimeSpan.FromSeconds(2)).ConfigureAwait(false);
        }
        catch (Exception fault) when (RabbitMqFaults.Explain(fault) is not null)
        {
            // It was lost already.
        }

        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<IConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is { IsOpen: true } open)
        {
            return open;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_connection is { IsOpen: true } opened)
            {
                return opened;
            }

            if (_connection is { } lost)
            {
                _connection = null;
                await CloseAsync(lost).ConfigureAwait(false);
            }

            var connection = await _factory.CreateConnectionAsync(Endpoints(), cancellationToken).ConfigureAwait(false);
            _connection = connection;
            QueueLog.Connected(logger, connection.Endpoint.HostName, purpose);
            return connection;
        }
        finally
        {
            _gate.Release();
        }
    }

    private IEnumerable<AmqpTcpEndpoint> Endpoints()
    {
        foreach (var text in options.Hosts)
        {
            if (BrokerHost.TryParse(text, options.Tls ? AmqpTcpEndpoint.DefaultAmqpSslPort : 5672, out var host))
            {
                yield return new AmqpTcpEndpoint(host.Name, host.Port, new SslOption(host.Name, enabled: options.Tls));
            }
        }
    }
}
