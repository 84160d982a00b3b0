using Clarion.Connectors.Contract;
using Clarion.Grains.Interfaces.Connectors;
using Microsoft.Extensions.Logging;

namespace Clarion.Grains.Connectors;

/// <summary>A connector that runs. Connectors try again by themselves; one that ends all the same is made anew after a wait.</summary>
internal sealed class ConnectorRun : IAsyncDisposable
{
    private static readonly TimeSpan RestartWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<IConnector> _make;
    private readonly ConnectorSink _sink;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _id;
    private volatile IConnector? _connector;
    private volatile ConnectorStatus? _failure;
    private Task _running = Task.CompletedTask;

    private ConnectorRun(ConnectorDefinition definition, Func<IConnector> make, ConnectorSink sink, TimeProvider time, ILogger logger)
    {
        (_id, _make, _sink, _time, _logger, Version, Since) = (definition.Id, make, sink, time, logger, definition.Version, time.GetUtcNow());
    }

    /// <summary>Version of the definition it runs by.</summary>
    public long Version { get; }

    /// <summary>Since when, UTC.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>How often it was made anew.</summary>
    public int Restarts { get; private set; }

    /// <summary>Facts and records taken from it.</summary>
    public long FactsTaken => _sink.Taken;

    /// <summary>How it stands.</summary>
    public ConnectorStatus Status => _failure ?? _connector?.Status ?? ConnectorStatus.Stopped;

    public static ConnectorRun Start(ConnectorDefinition definition, Func<IConnector> make, ConnectorSink sink, TimeProvider time, ILogger logger)
    {
        var run = new ConnectorRun(definition, make, sink, time, logger);
        run._running = Task.Run(run.RunAsync);
        return run;
    }

    /// <summary>Where memberships can be asked for; null when it is no directory.</summary>
    public IMembershipSource? Memberships => _connector as IMembershipSource;

    public void RequestSync() => _connector?.RequestSync();

    /// <summary>See <see cref="IConnector.AcceptLoss"/>.</summary>
    public bool AcceptLoss() => _connector?.AcceptLoss() == true;

    /// <summary>Ends it; what does not end in time is left to itself.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(StopPatience, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_running.IsCompleted)
        {
            _stopping.Dispose();
        }
    }

    private async Task RunAsync()
    {
        var cancellationToken = _stopping.Token;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var connector = _make();
                _connector = connector;
                _failure = null;
                await connector.RunAsync(_sink, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception fault)
            {
                Log.ConnectorFault(_logger, _id, fault.Message);
                var now = _time.GetUtcNow();
                _failure = new ConnectorStatus
                {
                    State = ConnectorState.Failed,
                    Words = "It ended by a fault of its own and is started again.",
                    LastError = fault.Message,
                    LastErrorAt = now,
                    NextTryAt = now + RestartWait,
                };
            }

            Restarts++;
            await Task.Delay(RestartWait, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
