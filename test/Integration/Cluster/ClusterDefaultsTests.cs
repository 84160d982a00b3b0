using Clarion.Grains;
using Clarion.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Clarion.Integration.Cluster;

/// <summary>What a cluster does differently when nobody has said how.</summary>
public sealed class ClusterDefaultsTests
{
    private static readonly string[] Shared =
    [
        "--Clarion:Cluster:Kind=postgres", "--Clarion:Storage:Engine=timescale", "--Clarion:Timescale:ConnectionString=Host=nowhere.invalid;Database=clarion",
        "--Clarion:Queue:Kind=rabbitmq", "--Clarion:Queue:Hosts:0=nowhere.invalid", "--Clarion:Queue:UserName=clarion", "--Clarion:Queue:Password=none",
    ];

    [Fact]
    public async Task A_cluster_commits_twice_as_often_as_one_process_so_that_a_fail_over_stays_under_thirty_seconds()
    {
        Assert.Equal(TimeSpan.FromSeconds(30), await CommitIntervalAsync([]));
        Assert.Equal(TimeSpan.FromSeconds(15), await CommitIntervalAsync(Shared));
    }

    [Fact]
    public async Task What_is_configured_wins() =>
        Assert.Equal(TimeSpan.FromSeconds(20), await CommitIntervalAsync([.. Shared, "--Clarion:Grains:CommitInterval=00:00:20"]));

    private static async Task<TimeSpan> CommitIntervalAsync(string[] settings)
    {
        await using var app = ClarionHost.Build(["--roles", "silo", .. settings]);
        return app.Services.GetRequiredService<IOptions<GrainsOptions>>().Value.CommitInterval;
    }
}
