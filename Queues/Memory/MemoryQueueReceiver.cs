using Orleans.Streams;

namespace Clarion.Queues.Memory;

/// <summary>Reads one queue in memory for the stream's agent. What it takes is not acknowledged: the flow log makes up for what a silo forgets.</summary>
internal sealed class MemoryQueueReceiver(IMemoryQueueGrain queue) : IQueueAdapterReceiver
{
    public Task Initialize(TimeSpan timeout) => Task.CompletedTask;

    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount)
    {
        var taken = await queue.Take(maxCount).ConfigureAwait(false);
        return [.. taken.Containers];
    }

    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => Task.CompletedTask;

    public Task Shutdown(TimeSpan timeout) => Task.CompletedTask;
}
