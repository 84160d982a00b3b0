using System.Collections.Concurrent;
using Clarion.Connectors.Contract;
using Clarion.Correlation.Identity.Accounts;

namespace Clarion.Grains.Tests.Cluster;

/// <summary>A kind of connector whose runs the test holds in its hands.</summary>
internal sealed class ScriptedConnectors
{
    private readonly ConcurrentQueue<ScriptedConnector> _made = new();

    public ScriptedConnectors() => Kind = new ConnectorKind(
        "scripted",
        "Scripted",
        [new ConnectorSetting("Host", "Where", IsRequired: true), new ConnectorSetting("Password", "Secret", IsSecret: true)],
        settings => settings.ContainsKey("Host") ? [] : ["Host is missing: write where to connect to."],
        Make);

    public ConnectorKind Kind { get; }

    /// <summary>Connectors that were made and not thrown away.</summary>
    public IReadOnlyList<ScriptedConnector> Running => [.. _made.Where(one => one.IsRunning)];

    /// <summary>The only one that runs.</summary>
    public ScriptedConnector Only => Assert.Single(Running);

    private ScriptedConnector Make(IReadOnlyDictionary<string, string> settings, IKeptSecrets kept)
    {
        var made = new ScriptedConnector(settings, kept);
        _made.Enqueue(made);
        return made;
    }
}

/// <summary>Does what the test says.</summary>
internal sealed class ScriptedConnector(IReadOnlyDictionary<string, string> settings, IKeptSecrets kept) : IConnector, IMembershipSource
{
    private readonly TaskCompletionSource _failing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _syncs;

    public IReadOnlyDictionary<string, string> Settings { get; } = settings;

    public IKeptSecrets Kept => kept;

    public IConnectorSink? Sink { get; private set; }

    public bool IsRunning { get; private set; }

    public int Syncs => Volatile.Read(ref _syncs);

    public ConnectorStatus Status => new()
    {
        State = ConnectorState.Running,
        Words = "Listening.",
        Parts = [new ConnectorPart("sessions") { Records = 7, Lag = TimeSpan.FromSeconds(2) }],
    };

    public async Task RunAsync(IConnectorSink sink, CancellationToken cancellationToken)
    {
        (Sink, IsRunning) = (sink, true);
        try
        {
            await _failing.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            IsRunning = false;
        }
    }

    public Task<ConnectorTestReport> TestAsync(CancellationToken cancellationToken) => Task.FromResult(new ConnectorTestReport(
        [new ConnectorTestStep("Reach", true, $"{Settings["Host"]} answers", TimeSpan.FromMilliseconds(3)), new ConnectorTestStep("Sign in", Settings.ContainsKey("Password"), "", TimeSpan.Zero)]));

    public void RequestSync() => Interlocked.Increment(ref _syncs);

    public bool Doubts { get; set; }

    public bool AcceptLoss() => Doubts;

    public Task<GroupMembership?> GetGroupMembershipAsync(AccountName account, CancellationToken cancellationToken) => account.Name switch
    {
        "anna" => Task.FromResult<GroupMembership?>(new GroupMembership(Guid.Empty, [new MembershipGroup(Guid.Empty, "Nurses", "S-1")], ["S-2"])),
        "silent" => throw new TimeoutException("dc1 accepts connections and then says nothing."),
        _ => Task.FromResult<GroupMembership?>(null),
    };

    public void Fail() => _failing.SetException(new InvalidOperationException("It broke."));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Seals by reversing: enough to tell a sealed secret from an open one.</summary>
internal sealed class ReversingSeal : ISecretSeal
{
    public string? Warning => null;

    public string Seal(string secret) => new([.. secret.Reverse()]);

    public string? Open(string seal) => Seal(seal);
}
