namespace Clarion.Integration.Cluster;

/// <summary>One cluster for all tests of faults: each leaves it as it found it, and one that fails leaves the next a new one.</summary>
public sealed class FaultFixture : IAsyncDisposable
{
    private FaultCluster? _cluster;

    /// <summary>Does something to the cluster while flows come in, and checks that each was counted once.</summary>
    internal async Task UnderLoadAsync(Func<FaultCluster, Task> fault)
    {
        var cluster = _cluster ??= await FaultCluster.StartAsync();
        try
        {
            await cluster.UnderLoadAsync(() => fault(cluster));
        }
        catch
        {
            _cluster = null;
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is { } cluster)
        {
            await cluster.DisposeAsync();
        }
    }
}

/// <summary>Tests that share the cluster run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class FaultCollection : ICollectionFixture<FaultFixture>
{
    public const string Name = "faults";
}
