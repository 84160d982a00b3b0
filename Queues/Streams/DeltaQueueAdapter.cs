using System.Collections.Concurrent;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Queues.Engines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers.Streams.Common;
using Orleans.Serialization;
using Orleans.Streams;

namespace Clarion.Queues.Streams;

/// <summary>The delta stream over a durable queue: what the stream runtime needs, whatever the broker.</summary>
internal sealed class DeltaQueueAdapter : IQueueAdapterFactory, IQueueAdapter
{
    private readonly IServiceProvider _services;
    private readonly IQueueEngine _engine;
    private readonly QueueOptions _options;
    private readonly QueueMetrics _metrics;
    private readonly DeltaEnvelope _envelope;
    private readonly PartitionQueueMapper _mapper;
    private readonly SimpleQueueAdapterCache _cache;
    private readonly ConcurrentDictionary<QueueId, DeltaReceiver> _receivers = new();

    private DeltaQueueAdapter(IServiceProvider services, string name)
    {
        (_services, Name) = (services, name);
        _engine = services.GetRequiredService<IQueueEngine>();
        _options = services.GetRequiredService<IOptions<QueueOptions>>().Value;
        _metrics = services.GetRequiredService<QueueMetrics>();
        _envelope = new DeltaEnvelope(services.GetRequiredService<Serializer<DeltaBatch>>());
        _mapper = new PartitionQueueMapper(name, services.GetRequiredService<QueuePartitions>().Count);
        _cache = new SimpleQueueAdapterCache(
            new SimpleQueueCacheOptions { CacheSize = _options.Prefetch }, name, services.GetRequiredService<ILoggerFactory>());
    }

    public string Name { get; }

    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadWrite;

    public static IQueueAdapterFactory Create(IServiceProvider services, string name) => new DeltaQueueAdapter(services, name);

    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(this);

    public IQueueAdapterCache GetQueueAdapterCache() => _cache;

    public IStreamQueueMapper GetStreamQueueMapper() => _mapper;

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) =>
        Task.FromResult<IStreamFailureHandler>(new DeliveryFailures(() => _receivers.GetValueOrDefault(queueId)));

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId)
    {
        var partition = PartitionQueueMapper.PartitionOf(queueId);
        var silo = _services.GetRequiredService<ILocalSiloDetails>();
        return _receivers[queueId] = new DeltaReceiver(
            partition, _mapper.StreamOf(partition), _engine, _envelope, _services.GetRequiredService<IGrainFactory>(), _options,
            silo.Name, silo.SiloAddress, _metrics, _services.GetRequiredService<TimeProvider>(),
            _services.GetRequiredService<ILoggerFactory>().CreateLogger<DeltaReceiver>());
    }

    public async Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext)
    {
        var partition = _mapper.PartitionOf(streamId);
        foreach (var item in events)
        {
            var batch = item as DeltaBatch ?? throw new NotSupportedException($"The queue carries {nameof(DeltaBatch)} only, not {typeof(T)}.");
            var body = _envelope.Write(batch);
            try
            {
                await _engine.PublishAsync(partition, body, CancellationToken.None).ConfigureAwait(false);
                _metrics.Published(partition, body.Length);
            }
            catch (Exception)
            {
                _metrics.Refused(partition);
                throw;
            }
        }
    }
}

/// <summary>How many partitions there are; the host fills it from the silo's settings.</summary>
/// <param name="Count">Partitions of the delta stream.</param>
internal sealed record QueuePartitions(int Count);
