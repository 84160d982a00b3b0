namespace Clarion.Queues.Tests.Broker;

/// <summary>One broker for all tests that need one; each uses queues of its own.</summary>
public sealed class BrokerFixture : IAsyncLifetime
{
    private RabbitMqNode? _node;

    public RabbitMqNode Node
    {
        get
        {
            RabbitMqNode.Require();
            return _node!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        // Without it each test says for itself what is missing.
        if (RabbitMqNode.IsInstalled)
        {
            _node = await RabbitMqNode.StartAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is { } node)
        {
            await node.DisposeAsync();
        }
    }
}

/// <summary>Tests that share the broker run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class BrokerCollection : ICollectionFixture<BrokerFixture>
{
    public const string Name = "broker";
}
