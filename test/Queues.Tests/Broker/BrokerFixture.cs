using Clarion.Grains.Tests.Cluster;

namespace Clarion.Queues.Tests.Broker;

/// <summary>One broker of each kind for all tests that need one; each test uses queues of its own.</summary>
public sealed class BrokerFixture : IAsyncLifetime
{
    private RabbitMqNode? _rabbitMq;
    private KafkaNode? _kafka;
    private KafkaMock? _mock;

    /// <summary>The kinds that outlive processes.</summary>
    public static TheoryData<string> Durable { get; } = [QueueKinds.RabbitMq, QueueKinds.Kafka];

    /// <summary>The same with how many messages are handed over at once.</summary>
    public static TheoryData<string, int> DurableInBatches { get; } = new()
    {
        { QueueKinds.RabbitMq, 1 },
        { QueueKinds.RabbitMq, 64 },
        { QueueKinds.Kafka, 1 },
        { QueueKinds.Kafka, 64 },
    };

    /// <summary>Settings for a broker of a kind, with queues that no other test uses.</summary>
    public QueueOptions OptionsFor(string kind) => kind == QueueKinds.Kafka ? Kafka() : For(RabbitMq());

    /// <summary>Settings for a node of RabbitMQ.</summary>
    public static QueueOptions For(RabbitMqNode node) => Common() with
    {
        Kind = QueueKinds.RabbitMq,
        Hosts = [node.Host],
        UserName = "guest",
        Password = "guest",
    };

    /// <summary>Settings for a node of Kafka.</summary>
    public static QueueOptions For(KafkaNode node) => Common() with { Kind = QueueKinds.Kafka, Hosts = [node.Host] };

    public async ValueTask InitializeAsync()
    {
        // Without it each test says for itself what is missing.
        _rabbitMq = RabbitMqNode.IsInstalled ? await RabbitMqNode.StartAsync() : null;
        _kafka = KafkaNode.IsInstalled ? await KafkaNode.StartAsync() : null;
        _mock = _kafka is null ? new KafkaMock() : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_rabbitMq is { } rabbitMq)
        {
            await rabbitMq.DisposeAsync();
        }

        if (_kafka is { } kafka)
        {
            await kafka.DisposeAsync();
        }

        _mock?.Dispose();
    }

    private static QueueOptions Common() => new()
    {
        Prefix = Guid.NewGuid().ToString("N"),
        SettleInterval = TimeSpan.FromMilliseconds(50),
    };

    private RabbitMqNode RabbitMq()
    {
        RabbitMqNode.Require();
        return _rabbitMq!;
    }

    private QueueOptions Kafka()
    {
        if (_kafka is { } node)
        {
            return For(node);
        }

        var options = Common() with { Kind = QueueKinds.Kafka, Hosts = [_mock!.Host] };
        _mock.CreateTopic($"{options.Prefix}.deltas", GrainCluster.Quick.Partitions);
        _mock.CreateTopic($"{options.Prefix}.dead-letters", 1);
        return options;
    }
}

/// <summary>Tests that share the brokers run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class BrokerCollection : ICollectionFixture<BrokerFixture>
{
    public const string Name = "broker";
}
