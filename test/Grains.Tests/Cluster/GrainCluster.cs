using System.Runtime.InteropServices;
using Clarion.Connectors.Contract;
using Clarion.Correlation.Addresses;
using Clarion.Flows;
using Clarion.Grains.Identity;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Grains.Tests.Store;
using Clarion.Queues;
using Clarion.Queues.Memory;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using Orleans.TestingHost;

namespace Clarion.Grains.Tests.Cluster;

/// <summary>Real silos in this process over one store in memory, and what a gateway does: publish until everything has been taken.</summary>
internal sealed class GrainCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(25);

    private readonly List<DeltaBatch[]> _log = [];

    private GrainCluster(
        InProcessTestCluster cluster, InMemoryStore store, InMemoryIdentityLog log, InMemoryDirectoryStore directories, InMemoryAccessLog access,
        InMemoryExporterStore exporters, ScriptedConnectors connectors, GrainsOptions options) =>
        (Cluster, Store, Log, Directories, Access, Exporters, Connectors, Options) = (cluster, store, log, directories, access, exporters, connectors, options);

    public InProcessTestCluster Cluster { get; }

    public InMemoryStore Store { get; }

    public InMemoryIdentityLog Log { get; }

    public InMemoryDirectoryStore Directories { get; }

    public InMemoryAccessLog Access { get; }

    public InMemoryExporterStore Exporters { get; }

    public ScriptedConnectors Connectors { get; }

    public GrainsOptions Options { get; }

    public IClusterClient Client => Cluster.Client;

    public static GrainsOptions Quick { get; } = new()
    {
        Partitions = 2,
        CommitInterval = TimeSpan.FromMilliseconds(100),
        CheckpointInterval = TimeSpan.FromMilliseconds(200),
    };

    /// <summary>Starts silos and a client.</summary>
    /// <param name="silos">How many silos.</param>
    /// <param name="options">How grains gather and commit.</param>
    /// <param name="store">The store, when it outlives the cluster.</param>
    /// <param name="log">The identity log, when it outlives the cluster.</param>
    /// <param name="directories">The directories, when they outlive the cluster.</param>
    /// <param name="streams">Adds the delta stream to a silo; null = in memory.</param>
    /// <param name="clientStreams">Adds the delta stream to the client.</param>
    public static async Task<GrainCluster> StartAsync(
        short silos = 1, GrainsOptions? options = null, InMemoryStore? store = null, InMemoryIdentityLog? log = null,
        InMemoryDirectoryStore? directories = null, Action<ISiloBuilder>? streams = null, Action<IClientBuilder>? clientStreams = null)
    {
        store ??= new InMemoryStore();
        var grains = options ?? Quick;
        log ??= new InMemoryIdentityLog();
        directories ??= new InMemoryDirectoryStore();
        var places = new InMemoryPlaceStore();
        var access = new InMemoryAccessLog();
        var exporters = new InMemoryExporterStore();
        var trustSec = new InMemoryTrustSecStore();
        var connectors = new ScriptedConnectors();
        var storage = new SharedGrainStorage();
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
            silo.Services.AddMetrics();
            silo.Services.AddSingleton(TimeProvider.System);
            silo.Services.AddSingleton(AddressSpaces.Default);
            silo.Services.AddSingleton<IRollupStore>(store);
            silo.Services.AddSingleton<IEntityStore>(store);
            silo.Services.AddSingleton<IExporterStore>(exporters);
            silo.Services.AddSingleton<IIdentityLog>(log);
            silo.Services.AddSingleton<IDirectoryStore>(directories);
            silo.Services.AddSingleton<IPlaceStore>(places);
            silo.Services.AddSingleton<IAccessLog>(access);
            silo.Services.AddSingleton<ITrustSecStore>(trustSec);
            silo.Services.AddSingleton<IReportedGroupStore>(new InMemoryReportedGroups());
            silo.Services.AddSingleton(new ConnectorKinds([connectors.Kind]));
            silo.Services.AddSingleton<ISecretSeal, ReversingSeal>();
            silo.UseInMemoryReminderService();
            silo.Services.AddSingleton<IFlowQueries>(new StoredBindings(store));
            silo.Services.AddGrainStorage("Default", (_, _) => storage);
            (streams ?? AddMemory)(silo);
            silo.AddClarionGrains();
            silo.Services.AddSingleton(Microsoft.Extensions.Options.Options.Create(grains));
            silo.Services.Configure<ClusterMembershipOptions>(membership =>
            {
                membership.ProbeTimeout = TimeSpan.FromMilliseconds(500);
                membership.NumMissedProbesLimit = 2;
                membership.NumVotesForDeathDeclaration = 1;
            });
        });
        builder.ConfigureClient(client =>
        {
            (clientStreams ?? (memory => memory.AddPersistentStreams(ClarionStreams.Provider, MemoryQueueAdapter.Create, _ => { })))(client);
            client.Services.AddSerializer(serializer => serializer.AddIdentityEvents());
            client.Services.Configure<ExceptionSerializationOptions>(exceptions => exceptions.SupportedNamespacePrefixes.Add("Clarion"));
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new GrainCluster(cluster, store, log, directories, access, exporters, connectors, grains);
    }

    private IEnumerable<IdentityFeed> Feeds => Cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<IdentityFeed>());

    public async ValueTask DisposeAsync() => await Cluster.DisposeAsync();

    /// <summary>Logs and publishes the next window.</summary>
    public async Task PublishAsync(
        IReadOnlyCollection<Clarion.Correlation.Conversations.ConversationDelta> conversations,
        IReadOnlyCollection<AddressSighting>? sightings = null)
    {
        _log.Add(Model.Windows.Split(
            Options.Partitions, 0, _log.Count + 1, [new ExporterRef(IpAddr.Parse("10.255.0.1").Value, 0, 9)], conversations, sightings ?? []));
        await SendAsync(_log.Count);
    }

    /// <summary>Publishes a window of the log (again).</summary>
    public Task SendAsync(int sequence) => Task.WhenAll(Enumerable.Range(0, Options.Partitions).Select(p => SendAsync(p, sequence)));

    /// <summary>Waits until every partition has merged everything.</summary>
    public async Task TakenAsync()
    {
        for (var partition = 0; partition < Options.Partitions; partition++)
        {
            var grain = Client.GetGrain<IPartitionGrain>(partition);
            await EventuallyAsync(async () => (await grain.GetStatus()).Lanes is [var lane] && lane.Sequence == _log.Count);
        }
    }

    /// <summary>Waits until every silo's identity index has applied the log up to a position.</summary>
    public Task HasHeardAsync(long position) => EventuallyAsync(() => Task.FromResult(Feeds.All(feed => feed.Position >= position)));

    /// <summary>Frees the windows so far; none of them can be published again.</summary>
    public void ForgetWindows() => CollectionsMarshal.AsSpan(_log).Clear();

    /// <summary>Waits until every partition has taken everything, then has all of it committed and checkpointed.</summary>
    public async Task SettleAsync()
    {
        for (var partition = 0; partition < Options.Partitions; partition++)
        {
            var grain = Client.GetGrain<IPartitionGrain>(partition);
            var resent = 0L;
            await EventuallyAsync(async () =>
            {
                var status = await grain.GetStatus();
                var at = status.Lanes.Count == 0 ? 0 : (int)status.Lanes[0].Sequence;
                if (at < _log.Count && status.GapBatches + at != resent)
                {
                    // What a gateway does when a partition has lost its memory: all that is missing, once more from the log.
                    resent = status.GapBatches + at;
                    for (var sequence = at + 1; sequence <= _log.Count; sequence++)
                    {
                        await SendAsync(partition, sequence);
                    }
                }

                return at == _log.Count;
            });
            await EventuallyAsync(async () =>
            {
                await grain.Flush();
                var status = await grain.GetStatus();
                return status.OpenConversations == 0 && status.CommitNumber == status.EntityCommitNumber;
            });
        }
    }

    /// <summary>Polls until a condition holds; failures of calls count as "not yet".</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(Patience);
        Exception? last = null;
        while (!deadline.IsCancellationRequested)
        {
            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (Exception fault) when (fault is not Xunit.Sdk.XunitException)
            {
                last = fault;
            }

            await Task.Delay(Poll, CancellationToken.None);
        }

        Assert.Fail($"The condition did not come true within {Patience}. {last}");
    }

    // The product's stream, asked more often.
    private static void AddMemory(ISiloBuilder silo)
    {
        silo.AddClarionQueue(new QueueOptions(), _ => throw new NotSupportedException("A queue in memory does not ask."));
        silo.Services.Configure<StreamPullingAgentOptions>(
            ClarionStreams.Provider, pulling => pulling.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(20));
    }

    private async Task SendAsync(int partition, int sequence)
    {
        var stream = Client.GetStreamProvider(ClarionStreams.Provider)
            .GetStream<DeltaBatch>(StreamId.Create(ClarionStreams.DeltaNamespace, partition));
        foreach (var message in Model.Windows.Messages(_log[sequence - 1][partition]))
        {
            // A gateway asks until the stream has taken it.
            await EventuallyAsync(async () =>
            {
                await stream.OnNextAsync(message);
                return true;
            });
        }
    }
}
