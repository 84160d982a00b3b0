using System.Globalization;
using Clarion.Integration.Harness;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Clarion.Integration.Cluster;

/// <summary>A queue that delivers what it should not.</summary>
[Collection(FaultCollection.Name)]
public sealed class QueueFaultTests(FaultFixture faults)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public Task What_was_queued_while_no_silo_lived_comes_twice_and_backwards_and_counts_once() => faults.UnderLoadAsync(async cluster =>
    {
        await Task.WhenAll(cluster.Silos.Select(silo => silo.Process.StopAsync()));
        await cluster.Load.SendsMoreAsync(6 * cluster.Load.FlowsPerSecond);
        await using (var connection = await new ConnectionFactory { HostName = "127.0.0.1", Port = cluster.Broker.Port }.CreateConnectionAsync(Cancel))
        {
            for (var partition = 0; partition < RoleCluster.Partitions; partition++)
            {
                await TurnRoundAsync(connection, string.Create(CultureInfo.InvariantCulture, $"clarion.deltas.{partition}"));
            }
        }

        await Task.WhenAll(cluster.Silos.Select(silo => silo.StartAsync()));
    });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Takes what waits, and puts it back twice, the last first.</summary>
    private static async Task TurnRoundAsync(IConnection connection, string queue)
    {
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), Cancel);
        var count = 0u;
        await Eventually.TrueAsync(async () => (count = await channel.MessageCountAsync(queue, Cancel)) > 1, Deadline, () => $"Nothing waits in {queue}.");
        await channel.BasicQosAsync(0, (ushort)count, global: false, Cancel);
        var taken = new List<(ulong Tag, byte[] Body)>();
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            lock (taken)
            {
                taken.Add((delivery.DeliveryTag, delivery.Body.ToArray()));
            }

            return Task.CompletedTask;
        };
        var tag = await channel.BasicConsumeAsync(queue, autoAck: false, consumer, Cancel);
        await Eventually.TrueAsync(() => Task.FromResult(Count() == count), Deadline, () => $"{Count()} of {count} messages of {queue} came.");
        await channel.BasicCancelAsync(tag, cancellationToken: Cancel);
        foreach (var (_, body) in Enumerable.Reverse(taken).SelectMany(message => new[] { message, message }))
        {
            await channel.BasicPublishAsync("", queue, mandatory: true, new BasicProperties { Persistent = true }, body, Cancel);
        }

        await channel.BasicAckAsync(taken.Max(message => message.Tag), multiple: true, Cancel);

        int Count()
        {
            lock (taken)
            {
                return taken.Count;
            }
        }
    }
}
