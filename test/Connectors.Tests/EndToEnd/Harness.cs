using System.Diagnostics;
using Clarion.Connectors.PxGrid;
using Clarion.Connectors.PxGrid.Status;
using Clarion.Connectors.PxGrid.Topics;
using Clarion.Simulators.PxGrid;

namespace Clarion.Connectors.Tests.EndToEnd;

/// <summary>A simulated ISE and a client of it, over real sockets and TLS, with times that make tests quick.</summary>
internal sealed class Harness : IAsyncDisposable
{
    public const string NodeName = "clarion-01";
    public const string Password = "s3cret-of-the-account";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private Harness(SimulatedIse ise) => Ise = ise;

    public static PxGridTimes Quick { get; } = new()
    {
        Connect = TimeSpan.FromSeconds(5),
        Silence = TimeSpan.FromSeconds(5),
        PendingPoll = TimeSpan.FromMilliseconds(30),
        DisabledPoll = TimeSpan.FromMilliseconds(30),
        RetryFirst = TimeSpan.FromMilliseconds(30),
        RetryLast = TimeSpan.FromMilliseconds(300),
        SubscribeSettle = TimeSpan.FromMilliseconds(100),
        SubscribeGrace = TimeSpan.FromSeconds(20),
    };

    public SimulatedIse Ise { get; }

    public RecordingSink Sink { get; } = new();

    public LogLines Log { get; } = new();

    public PxGridClient Client { get; private set; } = null!;

    public PxTopicStatus Sessions => Topic(PxTopic.Sessions);

    /// <summary>A simulated ISE with an enabled account; the client is made by <see cref="Connect"/> or <see cref="RunAsync"/>.</summary>
    public static async Task<Harness> StartAsync(SimulatorOptions? options = null)
    {
        var harness = new Harness(await SimulatedIse.StartAsync(options));
        harness.Ise.Accounts.Add(NodeName, Password);
        return harness;
    }

    /// <summary>Options of a client of this ISE.</summary>
    public PxGridOptions Options(params string[] topics) => new()
    {
        Hosts = Ise.Hosts,
        NodeName = NodeName,
        Password = Password,
        CaFile = Ise.Pki.CaFile,
        Times = Quick,
        Topics = topics.Length > 0 ? topics : ["com.cisco.ise.session"],
    };

    /// <summary>Makes the client.</summary>
    public PxGridClient Connect(PxGridOptions? options = null, Func<string, CancellationToken, ValueTask>? savePassword = null) =>
        Client = new PxGridClient(options ?? Options(), TimeProvider.System, Log, savePassword);

    /// <summary>Makes the client and lets it run; returns when nothing is missing.</summary>
    public async Task RunAsync(PxGridOptions? options = null)
    {
        Start(options);
        await UntilAsync(() => Client.Status.Topics.All(t => t.IsWhole || t.Offered == false));
    }

    /// <summary>Makes the client and lets it run.</summary>
    public void Start(PxGridOptions? options = null, Func<string, CancellationToken, ValueTask>? savePassword = null)
    {
        Connect(options, savePassword);
        _running = Task.Run(() => Client.RunAsync(Sink, _stop.Token));
    }

    public PxTopicStatus Topic(PxTopic topic) => Client.Status.Topics.Single(t => t.Topic == topic);

    /// <summary>Waits until the client's sessions are the oracle's and it says that nothing is missing.</summary>
    public async Task EqualAsync()
    {
        await UntilAsync(() => Sessions.IsWhole && Sessions.Waiting == 0 && Sessions.Records == Ise.Sessions.Active.Count && Mine().SequenceEqual(Theirs()));
        Assert.Equal(Theirs(), Mine());
    }

    /// <summary>Lets ISE misbehave while it publishes, then waits until all is well again.</summary>
    public async Task MisbehaveAsync(int seed, Action<SimulatorFaults> fault, int messages)
    {
        // Some in order first, so that the fault does not hit the first message, which is nobody's successor.
        var scenario = new SessionScenario(Ise, seed + 7000);
        scenario.Run(3);
        fault(Ise.Faults);
        scenario.Run(messages);
        await EqualAsync();
    }

    /// <summary>Waits on a condition, never on a time.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.False(_running.IsFaulted, $"The client ended: {_running.Exception}");
            if (waited.Elapsed > Patience)
            {
                Assert.Fail(Describe());
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Stops the client in order.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client?.Dispose();
        await Ise.DisposeAsync();
        _stop.Dispose();

        // In every test: what was logged holds no secret.
        Assert.DoesNotContain(Log.Lines, l => l.Contains(Password, StringComparison.Ordinal) || l.Contains("Basic ", StringComparison.Ordinal));
    }

    private List<string> Mine() =>
    [
        .. Sink.Sessions.Values.Select(s => $"{s.Key} {s.State} {s.Timestamp:O} {s.UserName} {string.Join(',', s.IpAddresses)} {s.CtsSecurityGroup} {s.NasPortId}")
            .Order(StringComparer.Ordinal),
    ];

    private List<string> Theirs() =>
    [
        .. Ise.Sessions.Active.Select(s => $"{s.Key} {s.State} {s.Timestamp.ToUniversalTime():O} {s.UserName} {string.Join(',', s.IpAddresses)} {s.SecurityGroup} {s.NasPortId}")
            .Order(StringComparer.Ordinal),
    ];

    private string Describe()
    {
        var (mine, theirs) = (Mine(), Theirs());
        return $"""
            The condition did not come true.
            {Client.Status}
            {string.Join('\n', Client.Status.Connections)}
            {string.Join('\n', Client.Status.Topics)}
            lacking: {string.Join('\n', theirs.Except(mine).Take(5))}
            too many: {string.Join('\n', mine.Except(theirs).Take(5))}
            {string.Join('\n', Log.Lines.TakeLast(30))}
            """;
    }
}
