using Clarion.Grains.Interfaces.Partitions;
using Clarion.Grains.Interfaces.Queues;
using Clarion.Queues.Engines;
using Clarion.Queues.Streams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;

namespace Clarion.Queues.Tests.Unit;

/// <summary>A receiver whose broker fails at the wrong moment.</summary>
public sealed class DeltaReceiverTests
{
    [Fact]
    public async Task A_message_that_cannot_be_set_aside_now_comes_again_with_all_others()
    {
        await using var services = new ServiceCollection().AddSerializer().AddMetrics().AddLogging().AddSingleton<QueueMetrics>().BuildServiceProvider();
        var envelope = new DeltaEnvelope(services.GetRequiredService<Serializer<DeltaBatch>>());
        var time = new FakeTimeProvider();
        var engine = new FakeEngine([new byte[] { 99 }, envelope.Write(Broker.QueueCluster.Window(1))]);
        using var receiver = new DeltaReceiver(
            0, default, engine, envelope, null!, new QueueOptions(), "silo", null, services.GetRequiredService<QueueMetrics>(), time, NullLogger.Instance);
        engine.IsAway = true;
        Assert.Empty(await receiver.GetQueueMessagesAsync(10, TestContext.Current.CancellationToken));
        Assert.Equal(1, engine.Rewinds);

        // It waits before it asks again.
        engine.IsAway = false;
        Assert.Empty(await receiver.GetQueueMessagesAsync(10, TestContext.Current.CancellationToken));
        time.Advance(TimeSpan.FromSeconds(2));
        var container = Assert.Single(await receiver.GetQueueMessagesAsync(10, TestContext.Current.CancellationToken));
        Assert.Equal(1, Assert.Single(container.GetEvents<DeltaBatch>()).Item1.Sequence);
        Assert.Equal([0UL], engine.Acknowledged);
        Assert.Equal(1, engine.SetAside);
    }

    private sealed class FakeEngine(IReadOnlyList<byte[]> bodies) : IQueueEngine, IQueueReader
    {
        private bool _isRead;

        public bool IsAway { get; set; }

        public int Rewinds { get; private set; }

        public int SetAside { get; private set; }

        public List<ulong> Acknowledged { get; } = [];

        public int Generation => Rewinds;

        public LogExtent? Log => null;

        public string Kind => "fake";

        public bool IsDurable => true;

        public IQueueReader CreateReader(int partition) => this;

        public Task<IReadOnlyList<QueuedMessage>> ReadAsync(int maxCount, CancellationToken cancellationToken)
        {
            var messages = _isRead ? [] : bodies.Select((body, i) => new QueuedMessage(new MessagePosition(Rewinds, (ulong)i), $"m{i}", null, body)).ToList();
            _isRead = true;
            return Task.FromResult<IReadOnlyList<QueuedMessage>>(messages);
        }

        public Task RewindAsync(CancellationToken cancellationToken)
        {
            Rewinds++;
            _isRead = false;
            return Task.CompletedTask;
        }

        public Task AcknowledgeAsync(IReadOnlyList<MessagePosition> positions, CancellationToken cancellationToken)
        {
            Acknowledged.AddRange(positions.Select(p => p.Number));
            return Task.CompletedTask;
        }

        public Task<bool> SetAsideAsync(int partition, QueuedMessage message, string reason, string? window, CancellationToken cancellationToken)
        {
            if (IsAway)
            {
                throw new QueueUnavailableException("away");
            }

            SetAside++;
            return Task.FromResult(true);
        }

        public Task PublishAsync(int partition, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<QueueDepth>> GetDepthsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<DeadLetter>> ListDeadLettersAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DeadLetter?> ReplayAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DeadLetter?> DiscardAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
