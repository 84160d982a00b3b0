using System.Globalization;
using Clarion.Queues.Tests.Broker;

namespace Clarion.Integration.Queues;

/// <summary>A real broker of either kind, and how Clarion is told about it.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    public const int Partitions = 16;
    private const string Prefix = "clarion-test";

    private readonly string _kind;
    private readonly RabbitMqNode? _rabbitMq;
    private readonly KafkaNode? _kafka;

    private TestBroker(string kind, RabbitMqNode? rabbitMq, KafkaNode? kafka) => (_kind, _rabbitMq, _kafka) = (kind, rabbitMq, kafka);

    public static async Task<TestBroker> StartAsync(string kind) => kind == "kafka"
        ? new TestBroker(kind, null, await KafkaNode.StartAsync())
        : new TestBroker(kind, await RabbitMqNode.StartAsync(), null);

    /// <summary>Settings of a process.</summary>
    public Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Clarion__Grains__Partitions"] = Partitions.ToString(CultureInfo.InvariantCulture),
            ["Clarion__Queue__Kind"] = _kind,
            ["Clarion__Queue__Hosts__0"] = _kafka?.Host ?? _rabbitMq!.Host,
            ["Clarion__Queue__Prefix"] = Prefix,
        };
        if (_rabbitMq is not null)
        {
            settings["Clarion__Queue__UserName"] = "guest";
            settings["Clarion__Queue__Password"] = "guest";
        }

        return settings;
    }

    /// <summary>Waits until the broker would still have its queues after a kill.</summary>
    public Task RemembersAsync() => _rabbitMq?.RemembersAsync(
        [.. Enumerable.Range(0, Partitions).Select(p => string.Create(CultureInfo.InvariantCulture, $"{Prefix}.deltas.{p}"))]) ?? Task.CompletedTask;

    public Task KillAsync() => _kafka?.KillAsync() ?? _rabbitMq!.KillAsync();

    public Task RestartAsync() => _kafka?.RestartAsync() ?? _rabbitMq!.RestartAsync();

    public ValueTask DisposeAsync() => _kafka?.DisposeAsync() ?? _rabbitMq!.DisposeAsync();
}
