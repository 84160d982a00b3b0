using Clarion.Connectors.Contract;
using Clarion.Correlation.Access;
using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Grains.Connectors;
using Clarion.Grains.Interfaces.Connectors;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Time.Testing;

namespace Clarion.Grains.Tests.Cluster;

public sealed class ConnectorTests
{
    [Fact]
    public async Task A_saved_connector_runs_and_its_secret_is_never_shown_nor_stored_open()
    {
        await using var cluster = await GrainCluster.StartAsync();
        Assert.Empty(await Catalog(cluster).Save(Definition("ise", ("Host", "ise1"), ("Password", "s3cret"))));
        await GrainCluster.EventuallyAsync(() => Task.FromResult(cluster.Connectors.Running.Count == 1));
        Assert.Equal("s3cret", cluster.Connectors.Only.Settings["Password"]);

        var shown = Assert.Single(await Catalog(cluster).List());
        Assert.Equal(["Host"], shown.Settings.Keys);
        Assert.Equal(["Password"], shown.SecretsSet);
        Assert.DoesNotContain("s3cret", (await Catalog(cluster).Find("ise"))!.Settings["Password"], StringComparison.Ordinal);

        // A change without the secret keeps it, and the connector begins anew with the change.
        Assert.Empty(await Catalog(cluster).Save(Definition("ise", ("Host", "ise2"))));
        await GrainCluster.EventuallyAsync(() => Task.FromResult(cluster.Connectors.Running is [var one] && one.Settings["Host"] == "ise2"));
        Assert.Equal("s3cret", cluster.Connectors.Only.Settings["Password"]);
    }

    [Fact]
    public async Task Faults_are_told_in_words_and_nothing_is_kept()
    {
        await using var cluster = await GrainCluster.StartAsync();
        Assert.Contains("Host is missing", Assert.Single(await Catalog(cluster).Save(Definition("ise"))), StringComparison.Ordinal);
        Assert.Contains("there are scripted", Assert.Single(await Catalog(cluster).Save(Definition("ise") with { Kind = "other" })), StringComparison.Ordinal);
        Assert.Contains("lower-case", Assert.Single(await Catalog(cluster).Save(Definition("I SE", ("Host", "x")))), StringComparison.Ordinal);
        Assert.Empty(await Catalog(cluster).List());
    }

    [Fact]
    public async Task It_stops_starts_is_tested_synchronised_and_deleted()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await Catalog(cluster).Save(Definition("ise", ("Host", "ise1")));
        var grain = cluster.Client.GetGrain<IConnectorGrain>("ise");
        await GrainCluster.EventuallyAsync(async () => (await grain.Get()).Status.State == ConnectorState.Running);
        var view = await grain.Get();
        Assert.Equal((7L, TimeSpan.FromSeconds(2)), (Assert.Single(view.Status.Parts).Records, view.Status.Parts[0].Lag));
        Assert.NotNull(view.RunningSince);
        Assert.True(await grain.Sync());
        Assert.Equal(1, cluster.Connectors.Only.Syncs);

        var report = await grain.Test();
        Assert.Equal(("Sign in", false), (report.Failure?.Name, report.Passed));
        Assert.Equal("ise1 answers", report.Steps[0].Detail);

        Assert.True(await Catalog(cluster).Enable("ise", false));
        await GrainCluster.EventuallyAsync(() => Task.FromResult(cluster.Connectors.Running.Count == 0));
        Assert.Equal(ConnectorState.Stopped, (await grain.Get()).Status.State);
        Assert.False(await grain.Sync());
        Assert.True(await Catalog(cluster).Enable("ise", true));
        await GrainCluster.EventuallyAsync(() => Task.FromResult(cluster.Connectors.Running.Count == 1));
        Assert.True(await Catalog(cluster).Delete("ise"));
        await GrainCluster.EventuallyAsync(() => Task.FromResult(cluster.Connectors.Running.Count == 0));
        Assert.False(await Catalog(cluster).Delete("ise"));
    }

    [Fact]
    public async Task One_runs_in_the_cluster_and_goes_on_elsewhere_from_its_checkpoint_when_its_silo_dies()
    {
        await using var cluster = await GrainCluster.StartAsync(silos: 2);
        await Catalog(cluster).Save(Definition("ise", ("Host", "ise1")));
        await GrainCluster.EventuallyAsync(() => Task.FromResult(cluster.Connectors.Running.Count == 1));
        var first = cluster.Connectors.Only;
        await first.Sink!.WriteCheckpointAsync("usn 7", TestContext.Current.CancellationToken);

        // Whoever asks wakes it up; without anybody its reminder does, within a minute.
        var grain = cluster.Client.GetGrain<IConnectorGrain>("ise");
        var host = await cluster.Client.GetGrain<IManagementGrain>(0).GetActivationAddress(grain, TestContext.Current.CancellationToken);
        await cluster.Cluster.KillSiloAsync(cluster.Cluster.Silos.Single(silo => silo.SiloAddress.Equals(host)), TestContext.Current.CancellationToken);

        await GrainCluster.EventuallyAsync(async () =>
            (await grain.Get()).Status.State == ConnectorState.Running && cluster.Connectors.Running.Any(one => one != first));
        var second = cluster.Connectors.Running.Single(one => one != first);
        Assert.Equal("usn 7", await second.Sink!.ReadCheckpointAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_secret_that_the_other_side_told_is_kept_sealed_until_the_connector_is_deleted()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await Catalog(cluster).Save(Definition("ise", ("Host", "ise1")));
        await GrainCluster.EventuallyAsync(() => Task.FromResult(cluster.Connectors.Running.Count == 1));
        var first = cluster.Connectors.Only;
        Assert.Null(first.Kept.Find("account"));
        await first.Kept.KeepAsync("account", "t0ld-once", TestContext.Current.CancellationToken);
        await first.Sink!.WriteCheckpointAsync("usn 7", TestContext.Current.CancellationToken);

        // A change makes it anew, and whoever makes one of the same name after a deletion has no right to its secrets.
        await Catalog(cluster).Save(Definition("ise", ("Host", "ise2")));
        await GrainCluster.EventuallyAsync(() => Task.FromResult(cluster.Connectors.Running is [var one] && one != first));
        var second = cluster.Connectors.Only;
        Assert.Equal("t0ld-once", second.Kept.Find("account"));
        await Catalog(cluster).Delete("ise");
        await Catalog(cluster).Save(Definition("ise", ("Host", "ise2")));
        await GrainCluster.EventuallyAsync(() => Task.FromResult(cluster.Connectors.Running is [var one] && one != second));
        Assert.Null(cluster.Connectors.Only.Kept.Find("account"));
        Assert.Equal("usn 7", await cluster.Connectors.Only.Sink!.ReadCheckpointAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_directory_is_asked_for_the_groups_of_an_account_while_it_runs()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var grain = cluster.Client.GetGrain<IConnectorGrain>("ad");
        Assert.Equal(MembershipOutcome.NotAsked, (await grain.AskMembership("anna@corp.example")).Outcome);
        await Catalog(cluster).Save(Definition("ad", ("Host", "dc1")));
        await GrainCluster.EventuallyAsync(() => Task.FromResult(cluster.Connectors.Running.Count == 1));
        var found = await grain.AskMembership("anna@corp.example");
        Assert.Equal((MembershipOutcome.Found, "Nurses", "S-2"), (found.Outcome, Assert.Single(found.Groups), Assert.Single(found.Unresolved)));
        Assert.Equal(MembershipOutcome.UnknownAccount, (await grain.AskMembership("bea@corp.example")).Outcome);
        Assert.Equal(MembershipOutcome.UnknownAccount, (await grain.AskMembership("")).Outcome);
        var silent = await grain.AskMembership("silent@corp.example");
        Assert.Equal((MembershipOutcome.Failed, "dc1 accepts connections and then says nothing."), (silent.Outcome, silent.Words));
    }

    [Fact]
    public async Task A_directory_that_never_answers_is_given_up()
    {
        var time = new FakeTimeProvider();
        var asked = MembershipAnswers.AskAsync(new SilentDirectory(), "anna@corp.example", MembershipView.Patience, time);
        Assert.False(asked.IsCompleted);
        time.Advance(MembershipView.Patience);
        var answer = await asked;
        Assert.Equal((MembershipOutcome.Failed, "No controller answered within 15 seconds."), (answer.Outcome, answer.Words));
    }

    [Fact]
    public async Task A_loss_that_is_doubted_is_accepted_through_the_grain()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await Catalog(cluster).Save(Definition("ise", ("Host", "ise1")));
        await GrainCluster.EventuallyAsync(() => Task.FromResult(cluster.Connectors.Running.Count == 1));
        var grain = cluster.Client.GetGrain<IConnectorGrain>("ise");
        Assert.False(await grain.AcceptLoss());
        cluster.Connectors.Only.Doubts = true;
        Assert.True(await grain.AcceptLoss());
    }

    [Fact]
    public async Task Events_of_network_access_are_stored_under_the_name_of_the_connector_and_counted_once()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await Catalog(cluster).Save(Definition("ise", ("Host", "ise1")));
        await GrainCluster.EventuallyAsync(() => Task.FromResult(cluster.Connectors.Running.Count == 1));
        var now = TimeProvider.System.GetUtcNow();
        AccessEvent[] failures = [new RadiusFailure { Key = "f1", At = now, ArrivedAt = now, User = "jdoe" }];
        await cluster.Connectors.Only.Sink!.TakeAsync(failures, TestContext.Current.CancellationToken);
        await cluster.Connectors.Only.Sink!.TakeAsync(failures, TestContext.Current.CancellationToken);
        var kept = Assert.Single(await cluster.Access.ReadAsync<RadiusFailure>(new AccessQuestion(now.AddHours(-1), now.AddHours(1), 10), TestContext.Current.CancellationToken));
        Assert.Equal(("ise", "jdoe"), (kept.Connector, kept.Event.User));
        Assert.Equal(1, (await cluster.Client.GetGrain<IConnectorGrain>("ise").Get()).FactsTaken);
    }

    [Fact]
    public async Task What_a_directory_holds_is_stored()
    {
        await using var cluster = await GrainCluster.StartAsync();
        await Catalog(cluster).Save(Definition("ad", ("Host", "dc1")));
        await GrainCluster.EventuallyAsync(() => Task.FromResult(cluster.Connectors.Running.Count == 1));
        await cluster.Connectors.Only.Sink!.TakeAsync(
            new DirectoryUpdate { Directory = "corp.example", IsWhole = true, At = TimeProvider.System.GetUtcNow(), Users = [] }, TestContext.Current.CancellationToken);
        Assert.Equal("corp.example", Assert.Single((await cluster.Directories.LoadAsync(TestContext.Current.CancellationToken)).Directories).Directory);
    }

    private static IConnectorCatalogGrain Catalog(GrainCluster cluster) => cluster.Client.GetGrain<IConnectorCatalogGrain>(0);

    private static ConnectorDefinition Definition(string id, params (string Name, string Value)[] settings) => new()
    {
        Id = id,
        Kind = "scripted",
        Settings = settings.ToDictionary(s => s.Name, s => s.Value),
    };

    private sealed class SilentDirectory : IMembershipSource
    {
        public Task<GroupMembership?> GetGroupMembershipAsync(AccountName account, CancellationToken cancellationToken) =>
            new TaskCompletionSource<GroupMembership?>().Task;
    }
}
