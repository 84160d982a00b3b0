using Clarion.Connectors.Contract;
using Clarion.Grains.Interfaces.Connectors;
using Microsoft.Extensions.Logging;

namespace Clarion.Grains.Connectors;

/// <summary>
/// Runs one connector beside the grain, on the thread pool: what it waits for must not hold up those who ask how it stands.
/// </summary>
internal sealed class ConnectorGrain(
    IGrainContext context, [PersistentState("connector")] IPersistentState<ConnectorRecord> record, ConnectorKinds kinds, ISecretSeal seal, ConnectorStores stores,
    TimeProvider time, ILogger<ConnectorGrain> logger) : Grain(context), IConnectorGrain, IRemindable
{
    private const string Reminder = "run";
    private const int MaxCheckpoint = 1024 * 1024;
    private const int MaxSecrets = 20;

    // The shortest a reminder can be.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TestPatience = TimeSpan.FromMinutes(2);

    private ConnectorRun? _run;
    private IDisposable? _alive;
    private string _refusal = "";

    // As in the record, for connectors, which run beside the grain.
    private volatile IReadOnlyDictionary<string, string> _secrets = new Dictionary<string, string>();

    private string Id => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _secrets = record.State.Secrets;
        await FollowAsync();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_run is not null)
        {
            await _run.DisposeAsync();
        }
    }

    public Task ReceiveReminder(string reminderName, Orleans.Runtime.TickStatus status) => FollowAsync();

    public Task Follow() => FollowAsync();

    public Task<ConnectorView> Get() => Task.FromResult(_run is { } run
        ? new ConnectorView(run.Status, run.Since, run.Restarts, run.FactsTaken)
        : new ConnectorView(
            _refusal.Length > 0 ? new ConnectorStatus { State = ConnectorState.Failed, Words = _refusal } : ConnectorStatus.Stopped, null, 0, 0));

    public async Task<ConnectorTestReport> Test()
    {
        var definition = await DefinitionAsync();
        if (definition is null || Prepare(definition) is not { } made)
        {
            return new ConnectorTestReport(
                [new ConnectorTestStep("Settings", false, definition is null ? "There is no such connector." : _refusal, TimeSpan.Zero)]);
        }

        await using var connector = made();
        using var patience = new CancellationTokenSource(TestPatience, time);
        try
        {
            return await connector.TestAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            return new ConnectorTestReport(
                [new ConnectorTestStep("Test", false, $"It took longer than {TestPatience.TotalMinutes} minutes and was given up.", TestPatience)]);
        }
    }

    public Task<bool> Sync()
    {
        _run?.RequestSync();
        return Task.FromResult(_run is not null);
    }

    public Task<bool> AcceptLoss() => Task.FromResult(_run?.AcceptLoss() == true);

    public Task<MembershipView> AskMembership(string account) => _run?.Memberships is { } source
        ? MembershipAnswers.AskAsync(source, account, MembershipView.Patience, time)
        : Task.FromResult(new MembershipView(MembershipOutcome.NotAsked, $"'{Id}' is no directory, or does not run.", [], []));

    public Task<string?> ReadCheckpoint() => Task.FromResult(record.State.Checkpoint);

    public Task WriteCheckpoint(string checkpoint)
    {
        if (checkpoint.Length > MaxCheckpoint)
        {
            throw new ArgumentException($"A checkpoint of {checkpoint.Length} characters is too long; {MaxCheckpoint} are allowed.", nameof(checkpoint));
        }

        return record.ReplaceAsync(record.State with { Checkpoint = checkpoint });
    }

    public async Task KeepSecret(string name, string sealedSecret)
    {
        var secrets = new Dictionary<string, string>(record.State.Secrets, StringComparer.Ordinal) { [name] = sealedSecret };
        if (secrets.Count > MaxSecrets)
        {
            throw new InvalidOperationException($"{MaxSecrets} secrets are kept already; delete the connector and make it anew.");
        }

        await ReplaceSecretsAsync(secrets);
    }

    private async Task ReplaceSecretsAsync(IReadOnlyDictionary<string, string> secrets)
    {
        await record.ReplaceAsync(record.State with { Secrets = secrets });
        _secrets = secrets;
    }

    private async Task FollowAsync()
    {
        var definition = await DefinitionAsync();
        var wanted = definition is { IsEnabled: true } ? definition : null;
        if (_run is not null && (wanted is null || _run.Version != wanted.Version))
        {
            await _run.DisposeAsync();
            _run = null;
            _alive?.Dispose();
            _alive = null;
        }

        if (definition is null && record.State.Secrets.Count > 0)
        {
            // Where it left off stays: what it told does too, and whoever makes it again goes on from there.
            await ReplaceSecretsAsync(new Dictionary<string, string>());
        }

        if (wanted is not null && _run is null && Prepare(wanted) is { } make)
        {
            _run = ConnectorRun.Start(wanted, make, new ConnectorSink(wanted.Id, GrainFactory, stores), time, logger);
            _alive = this.RegisterGrainTimer(_ => Task.CompletedTask, new GrainTimerCreationOptions(LookInterval, LookInterval) { KeepAlive = true });
        }

        await RemindAsync(wanted is not null);
    }

    private async Task RemindAsync(bool wanted)
    {
        var reminder = await this.GetReminder(Reminder);
        if (wanted && reminder is null)
        {
            await this.RegisterOrUpdateReminder(Reminder, LookInterval, LookInterval);
        }
        else if (!wanted && reminder is not null)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    private Task<ConnectorDefinition?> DefinitionAsync() => GrainFactory.GetGrain<IConnectorCatalogGrain>(0).Find(Id);

    private Func<IConnector>? Prepare(ConnectorDefinition definition)
    {
        var (settings, self) = (ConnectorKinds.Open(definition.Settings, seal), this.AsReference<IConnectorGrain>());
        var kind = kinds.Find(definition.Kind);
        _refusal = kind is null ? $"There is no kind '{definition.Kind}'; there are {kinds.Names}." : string.Join(' ', kind.Validate(settings));
        return _refusal.Length > 0 ? null : () => kind!.Create(settings, new KeptSecrets(self, () => _secrets, seal));
    }
}

/// <summary>What a connector wants to find again.</summary>
[GenerateSerializer, Immutable, Alias("clarion.ConnectorRecord")]
internal sealed record ConnectorRecord
{
    [Id(0)] public string? Checkpoint { get; init; }

    /// <summary>Sealed secrets that the other side told, by what they are for.</summary>
    [Id(1)] public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();
}
