using Clarion.Grains.Interfaces.Partitions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace Clarion.Queues.Memory;

/// <summary>The delta stream over queues in memory.</summary>
/// <remarks>
/// The stream runtime's own provider for memory writes every event out and copies its bytes on each step of their way: more than half of what Clarion
/// allocated (docs/decisions/0016-a-queue-in-memory-of-our-own.md).
/// </remarks>
internal sealed class MemoryQueueAdapter : IQueueAdapterFactory, IQueueAdapter
{
    // Few, for each is polled whether anything has come or not.
    private const int Queues = 4;

    // Batches that a silo has taken and its partitions have not: minutes of them.
    private const int CachedBatches = 4096;

    private readonly IGrainFactory _grains;
    private readonly HashRingBasedStreamQueueMapper _mapper;
    private readonly SimpleQueueAdapterCache _cache;

    private MemoryQueueAdapter(IServiceProvider services, string name)
    {
        Name = name;
        _grains = services.GetRequiredService<IGrainFactory>();
        _mapper = new HashRingBasedStreamQueueMapper(new HashRingStreamQueueMapperOptions { TotalQueueCount = Queues }, name);
        _cache = new SimpleQueueAdapterCache(
            new SimpleQueueCacheOptions { CacheSize = CachedBatches }, name, services.GetRequiredService<ILoggerFactory>());
    }

    public string Name { get; }

    public bool IsRewindable => false;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadWrite;

    public static IQueueAdapterFactory Create(IServiceProvider services, string name) => new MemoryQueueAdapter(services, name);

    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(this);

    public IQueueAdapterCache GetQueueAdapterCache() => _cache;

    public IStreamQueueMapper GetStreamQueueMapper() => _mapper;

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) =>
        Task.FromResult<IStreamFailureHandler>(new NoOpStreamDeliveryFailureHandler());

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => new MemoryQueueReceiver(GrainOf(queueId));

    public async Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext)
    {
        var queue = GrainOf(_mapper.GetQueueForStream(streamId));
        foreach (var item in events)
        {
            var batch = item as DeltaBatch ?? throw new NotSupportedException($"The queue carries {nameof(DeltaBatch)} only, not {typeof(T)}.");
            await queue.Add(streamId, batch).ConfigureAwait(false);
        }
    }

    private IMemoryQueueGrain GrainOf(QueueId queue) => _grains.GetGrain<IMemoryQueueGrain>(queue.GetNumericId());
}
