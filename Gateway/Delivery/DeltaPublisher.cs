using System.Threading.Channels;
using Clarion.Gateway.Folding;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Partitions;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace Clarion.Gateway.Delivery;

/// <summary>
/// Sends closed windows to the partition streams, in order, each partition's part until it is taken. A stream that refuses (its queue is
/// full) holds the window back, and through bounded queues everything above it.
/// </summary>
internal sealed class DeltaPublisher
{
    private const int QueueWindows = 64;
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);

    private readonly IAsyncStream<DeltaBatch>[] _streams;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<SealedWindow> _windows = Channel.CreateBounded<SealedWindow>(
        new BoundedChannelOptions(QueueWindows) { SingleReader = true });

    private long _publishedFlows;

    public DeltaPublisher(IClusterClient cluster, int partitions, TimeProvider time, ILogger logger)
    {
        var provider = cluster.GetStreamProvider(ClarionStreams.Provider);
        _streams =
        [
            .. Enumerable.Range(0, partitions)
                .Select(p => provider.GetStream<DeltaBatch>(StreamId.Create(ClarionStreams.DeltaNamespace, p))),
        ];
        (_time, _logger) = (time, logger);
    }

    /// <summary>Flows handed to partitions.</summary>
    public long PublishedFlows => Interlocked.Read(ref _publishedFlows);

    /// <summary>Windows waiting.</summary>
    public int QueueDepth => _windows.Reader.Count;

    /// <summary>Windows that may wait.</summary>
    public static int QueueCapacity => QueueWindows;

    /// <summary>Queues a window; waits while the queue is full.</summary>
    public ValueTask PublishAsync(SealedWindow window) => _windows.Writer.WriteAsync(window);

    /// <summary>No more windows will come.</summary>
    public void Complete() => _windows.Writer.TryComplete();

    /// <summary>Sends until completed and drained.</summary>
    public async Task RunAsync(CancellationToken abandon)
    {
        await foreach (var window in _windows.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            await SendAsync(window, abandon).ConfigureAwait(false);
        }
    }

    /// <summary>Sends one window to all partitions.</summary>
    public async Task SendAsync(SealedWindow window, CancellationToken abandon)
    {
        await Task.WhenAll(window.Partitions.Select((part, p) => SendAsync(_streams[p], part.ToBatch(window.Window), abandon)))
            .ConfigureAwait(false);
        Interlocked.Add(ref _publishedFlows, window.Flows);
    }

    private async Task SendAsync(IAsyncStream<DeltaBatch> stream, DeltaBatch batch, CancellationToken abandon)
    {
        for (var attempt = 0; !abandon.IsCancellationRequested; attempt++)
        {
            try
            {
                await stream.OnNextAsync(batch).ConfigureAwait(false);
                return;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                if (attempt == 0)
                {
                    GatewayLog.PublishRetried(_logger, batch.Sequence, fault.Message);
                }

                await Task.Delay(Retry, _time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }
}
