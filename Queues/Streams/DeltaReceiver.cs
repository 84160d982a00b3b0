using Clarion.Grains.Interfaces.Partitions;
using Clarion.Grains.Interfaces.Queues;
using Clarion.Queues.Engines;
using Microsoft.Extensions.Logging;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace Clarion.Queues.Streams;

/// <summary>
/// Reads the queue of one partition for the stream's agent, and acknowledges what the partition has committed. Nothing here throws at the
/// agent: a broker that is away is asked again.
/// </summary>
internal sealed class DeltaReceiver(
    int partition, StreamId stream, IQueueEngine engine, DeltaEnvelope envelope, IGrainFactory grains, QueueOptions options, string silo,
    SiloAddress? address, QueueMetrics metrics, TimeProvider time, ILogger logger) : IQueueAdapterReceiver, IDisposable
{
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FullInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdleInterval = TimeSpan.FromSeconds(10);

    // How long a part of a window waits for the others.
    private const int SettlesForTheRest = 60;

    private readonly PendingMessages _pending = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly IQueueReader _reader = engine.CreateReader(partition);
    private CancellationToken _stopping;

    // Later receivers of the queue, here or in another silo, go on with higher numbers.
    private long _token = time.GetUtcNow().UtcTicks;
    private int _generation;
    private DateTimeOffset _readAgainAt;
    private volatile string? _fault;
    private Task _settling = Task.CompletedTask;

    public Task Initialize(TimeSpan timeout) => Initialize(timeout, CancellationToken.None);

    public Task Initialize(TimeSpan timeout, CancellationToken cancellationToken)
    {
        _stopping = _stop.Token;
        _settling = Task.Run(() => SettleUntilStoppedAsync(_stopping), CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount) => GetQueueMessagesAsync(maxCount, CancellationToken.None);

    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount, CancellationToken cancellationToken)
    {
        var containers = new List<IBatchContainer>();
        if (_reader.Generation != _generation)
        {
            _generation = _reader.Generation;
            _pending.Clear();
        }

        var room = Math.Min(maxCount, options.Prefetch - _pending.Count);
        if (room <= 0 || time.GetUtcNow() < _readAgainAt)
        {
            return containers;
        }

        try
        {
            foreach (var message in await _reader.ReadAsync(room, _stopping).ConfigureAwait(false))
            {
                if (await TakeAsync(message).ConfigureAwait(false) is { } container)
                {
                    containers.Add(container);
                }
            }

            _fault = null;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // What was taken comes again.
        }
        catch (Exception fault)
        {
            // Also one that nobody foresaw: an agent that hears of it reads on at once, and gives up after a few times.
            // What was taken and is not pending would be forgotten: everything comes again.
            Report(fault);
            _readAgainAt = time.GetUtcNow() + RetryInterval;
            await _reader.RewindAsync(_stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return containers;
    }

    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => MessagesDeliveredAsync(messages, CancellationToken.None);

    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages, CancellationToken cancellationToken)
    {
        if (messages.Count > 0)
        {
            _pending.Delivered(messages.Max(m => ((DeltaContainer)m).Token.SequenceNumber));
        }

        return Task.CompletedTask;
    }

    /// <summary>The stream has given up to hand over a message.</summary>
    public void Failed(StreamSequenceToken token) => _pending.Failed(token.SequenceNumber, options.DeliveryBatch);

    public Task Shutdown(TimeSpan timeout) => Shutdown(timeout, CancellationToken.None);

    public async Task Shutdown(TimeSpan timeout, CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _settling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // What the partition has committed meanwhile need not come again.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(timeout / 2);
        // No partition follows one that goes.
        await ((Task)SettleAsync(null, patience.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _reader.DisposeAsync().ConfigureAwait(false);
        metrics.Left(partition);
        Dispose();
    }

    public void Dispose() => _stop.Dispose();

    private async Task<DeltaContainer?> TakeAsync(QueuedMessage message)
    {
        metrics.Received(partition);
        if (envelope.Read(message.Body, out var fault) is not { } batch)
        {
            await SetAsideAsync(message, fault, null, _stopping).ConfigureAwait(false);
            return null;
        }

        var token = ++_token;
        _pending.Add(token, new PendingMessage(
            message, new LaneRef(batch.Gateway, batch.Epoch, batch.Worker), batch.Sequence, batch.Part, batch.Parts)
        {
            TakenAt = time.GetUtcNow(),
        });
        return new DeltaContainer(stream, batch, new EventSequenceTokenV2(token));
    }

    private async Task SettleUntilStoppedAsync(CancellationToken stop)
    {
        var told = DateTimeOffset.MinValue;
        while (!stop.IsCancellationRequested)
        {
            var interval = _pending.Count >= options.Prefetch && options.SettleInterval > FullInterval ? FullInterval : options.SettleInterval;
            await Task.Delay(interval, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var tells = _pending.Count > 0 || _fault is not null;
            if (stop.IsCancellationRequested || (!tells && time.GetUtcNow() - told < IdleInterval))
            {
                continue;
            }

            try
            {
                var at = await SettleAsync(address, stop).ConfigureAwait(false);

                // That nothing is left is said rarely once the partition has come to where its queue is read.
                told = !tells && (at is null || address is null || at.Equals(address)) ? time.GetUtcNow() : DateTimeOffset.MinValue;
            }
            catch (Exception fault) when (!stop.IsCancellationRequested)
            {
                Report(fault);
            }
        }
    }

    // Answers where the partition is.
    private async Task<SiloAddress?> SettleAsync(SiloAddress? from, CancellationToken cancellationToken)
    {
        var log = _reader.Log;
        var report = _pending.Report(silo, from, options.Prefetch, _fault) with { Kept = log?.Taken };
        metrics.Pending(partition, report.Unacknowledged);
        metrics.Lag(partition, log?.Lag);
        var answer = await grains.GetGrain<IPartitionGrain>(partition).Settle(report).WaitAsync(AnswerPatience, time, cancellationToken).ConfigureAwait(false);
        var settlement = _pending.Settle(answer, time.GetUtcNow() - (options.SettleInterval * SettlesForTheRest));
        try
        {
            await ApplyAsync(settlement, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // What is no longer pending and not acknowledged would never be: everything comes again.
            await _reader.RewindAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return answer.Silo;
    }

    private async Task ApplyAsync(Settlement settlement, CancellationToken cancellationToken)
    {
        foreach (var (message, reason) in settlement.Unusable)
        {
            await SetAsideAsync(message.Source, reason, message.Window, cancellationToken).ConfigureAwait(false);
        }

        if (settlement.LeftToLog.Count > 0)
        {
            metrics.LeftToLog(partition, settlement.LeftToLog.Count);
            QueueLog.LeftToLog(logger, partition, settlement.LeftToLog.Count, settlement.LeftToLog[0].Window);
        }

        if (settlement.Committed.Count + settlement.LeftToLog.Count > 0)
        {
            await _reader.AcknowledgeAsync(
                [.. settlement.Committed.Concat(settlement.LeftToLog).Select(m => m.Source.Position)], cancellationToken).ConfigureAwait(false);
            metrics.Acknowledged(partition, settlement.Committed.Count);
        }

        if (settlement.Rewinds)
        {
            QueueLog.Rewound(logger, partition, _pending.Count);
            metrics.Rewound(partition);
            await _reader.RewindAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SetAsideAsync(QueuedMessage message, string reason, string? window, CancellationToken cancellationToken)
    {
        var kept = await engine.SetAsideAsync(partition, message, reason, window, cancellationToken).ConfigureAwait(false);
        await _reader.AcknowledgeAsync([message.Position], cancellationToken).ConfigureAwait(false);
        metrics.SetAside(partition);
        QueueLog.SetAside(logger, partition, window ?? message.Id, reason, kept ? "It can be sent again or discarded." : "Too many are set aside already, so it is only counted.");
    }

    private void Report(Exception fault)
    {
        var message = fault is QueueUnavailableException or TimeoutException ? fault.Message : fault.ToString();
        if (_fault != message)
        {
            QueueLog.ReceiverFault(logger, partition, message);
            _fault = message;
        }
    }
}
