using Clarion.Connectors.Contract;
using Clarion.Correlation.Directories;
using Clarion.Grains.Interfaces.Connectors;

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
}
