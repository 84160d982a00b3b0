using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Clarion.Simulators.PxGrid;

/// <summary>
/// A Cisco ISE as far as pxGrid 2.0 shows it: accounts, services, sessions and configuration, pubsub with numbered messages, on one or more
/// nodes, over TLS. Strict where ISE is, and able to misbehave on purpose (<see cref="Faults"/>).
/// </summary>
public sealed class SimulatedIse : IAsyncDisposable
{
    private readonly Lock _publish = new();
    private readonly Dictionary<string, long> _sequences = new(StringComparer.Ordinal);
    private readonly Random _random;
    private readonly bool _ownsPki;
    private (string Topic, byte[] Body)? _held;

    private SimulatedIse(SimulatorOptions options, TimeProvider time, SimulatorPki? pki)
    {
        (Options, Time) = (options, time);
        _random = new Random(options.Seed);
        (Pki, _ownsPki) = (pki ?? new SimulatorPki(time), pki is null);
        Accounts = new Accounts(options);
        Sessions = new SessionDirectoryState(time);
        Control = new ControlPlane(this);
        Services = new ServicePlane(this);
        Nodes = [.. Enumerable.Range(0, options.Nodes).Select(n => new SimulatedNode(this, n))];
    }

    /// <summary>How it is set up.</summary>
    public SimulatorOptions Options { get; }

    /// <summary>Its clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Who signs its certificates.</summary>
    public SimulatorPki Pki { get; }

    /// <summary>What it does wrong.</summary>
    public SimulatorFaults Faults { get; } = new();

    /// <summary>Accounts of clients.</summary>
    public Accounts Accounts { get; }

    /// <summary>Its sessions.</summary>
    public SessionDirectoryState Sessions { get; }

    /// <summary>Everything else that it knows.</summary>
    public ConfigState Config { get; } = new();

    /// <summary>Its nodes.</summary>
    public IReadOnlyList<SimulatedNode> Nodes { get; }

    /// <summary>Hosts for a client's options.</summary>
    public IReadOnlyList<string> Hosts => [.. Nodes.Select(n => string.Create(CultureInfo.InvariantCulture, $"localhost:{n.Port}"))];

    internal ControlPlane Control { get; }

    internal ServicePlane Services { get; }

    /// <summary>Starts all nodes.</summary>
    /// <param name="options">How it is set up.</param>
    /// <param name="time">Clock.</param>
    /// <param name="pki">Who signs its certificates, and stays with the caller; null = an authority of its own.</param>
    public static async Task<SimulatedIse> StartAsync(SimulatorOptions? options = null, TimeProvider? time = null, SimulatorPki? pki = null)
    {
        var ise = new SimulatedIse(options ?? new SimulatorOptions(), time ?? TimeProvider.System, pki);
        for (var n = 0; n < ise.Nodes.Count; n++)
        {
            await ise.Nodes[n].StartAsync(n == 0 ? ise.Options.Port : 0);
        }

        return ise;
    }

    /// <summary>How often a service was called, by method.</summary>
    public int Calls(string method) => Services.Calls(method);

    /// <summary>Changes sessions and publishes them in one message.</summary>
    public void Publish(params IReadOnlyCollection<SimulatedSession> sessions)
    {
        lock (_publish)
        {
            foreach (var session in sessions)
            {
                Sessions.Apply(session);
            }

            if (sessions.Where(s => s.IpAddresses.Count > 0).ToList() is { Count: > 0 } addressed)
            {
                Send(Topics.Session, number => SessionMessage(addressed, number), faulty: !Options.SessionTopicAll);
            }

            if (Options.SessionTopicAll)
            {
                Send(Topics.SessionAll, number => SessionMessage(sessions, number), faulty: true);
            }
        }
    }

    /// <summary>Publishes a message without a number, as it is.</summary>
    public void PublishRaw(string topic, byte[] body)
    {
        lock (_publish)
        {
            Deliver(topic, body);
        }
    }

    /// <summary>Publishes a numbered message; the number goes where <c>{0}</c> stands.</summary>
    public void PublishNumbered(string topic, Func<long, byte[]> body)
    {
        lock (_publish)
        {
            Send(topic, number => body(number ?? 0), faulty: true);
        }
    }

    /// <summary>The publisher restarts and numbers from 0.</summary>
    public void RestartPublisher()
    {
        lock (_publish)
        {
            _sequences.Clear();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.KillAsync();
        }

        if (_ownsPki)
        {
            Pki.Dispose();
        }
    }

    /// <summary>In an order of chance, as ISE's controller gives replicas.</summary>
    internal List<T> Shuffle<T>(IEnumerable<T> items)
    {
        var array = items.ToArray();
        lock (_random)
        {
            _random.Shuffle(array);
        }

        return [.. array];
    }

    private void Send(string topic, Func<long?, byte[]> body, bool faulty)
    {
        long? number = null;
        if (Options.LossDetection)
        {
            number = _sequences.TryGetValue(topic, out var last) ? last + 1 : 0;
            _sequences[topic] = number.Value;
        }

        var octets = body(number);
        if (!faulty)
        {
            Deliver(topic, octets);
            return;
        }

        if (Faults.TakeSkip())
        {
            return;
        }

        if (_held is null && Faults.TakeReorder())
        {
            _held = (topic, octets);
            return;
        }

        Deliver(topic, octets);
        if (Faults.TakeDuplicate())
        {
            Deliver(topic, octets);
        }

        if (_held is var (heldTopic, held))
        {
            _held = null;
            Deliver(heldTopic, held);
        }
    }

    private void Deliver(string topic, byte[] body)
    {
        foreach (var node in Nodes)
        {
            node.Deliver(topic, body);
        }
    }

    private static byte[] SessionMessage(IReadOnlyCollection<SimulatedSession> sessions, long? number)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (number is { } sequence)
            {
                json.WriteNumber("sequence", sequence);
            }

            json.WriteStartArray("sessions");
            foreach (var session in sessions)
            {
                session.Write(json, TimeSpan.FromHours(-5));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
