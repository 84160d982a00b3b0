using Clarion.Connectors.Contract;
using Clarion.Correlation.Access;
using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.TrustSec;
using Clarion.Grains.Interfaces.Connectors;
using Clarion.Grains.Interfaces.Identity;

namespace Clarion.Grains.Connectors;

/// <summary>Hands what a connector learns to those who keep it.</summary>
internal sealed class ConnectorSink(string id, IGrainFactory grains, ConnectorStores stores) : IConnectorSink
{
    private long _taken;

    /// <summary>Facts and records taken.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    public async ValueTask TakeAsync(IReadOnlyList<IdentityEvent> facts, CancellationToken cancellationToken)
    {
        foreach (var chunk in facts.Chunk(IdentityLimits.MaxFactsPerCall))
        {
            await grains.GetGrain<IIdentityLogGrain>(0).Append(chunk).WaitAsync(cancellationToken);
            Interlocked.Add(ref _taken, chunk.Length);
        }
    }

    public async ValueTask TakeAsync(DirectoryUpdate update, CancellationToken cancellationToken)
    {
        await stores.Directories.SaveAsync(update, cancellationToken);
        Interlocked.Add(ref _taken, update.Users.Count + update.Computers.Count + update.Groups.Count + update.Removed.Count);
    }

    public async ValueTask TakeAsync(IReadOnlyList<AccessEvent> events, CancellationToken cancellationToken) =>
        Interlocked.Add(ref _taken, await stores.Access.AppendAsync(id, events, cancellationToken));

    public async ValueTask TakeAsync(TrustSecUpdate update, CancellationToken cancellationToken)
    {
        await stores.TrustSec.SaveAsync(id, update, cancellationToken);
        Interlocked.Add(ref _taken, update.Records.Count + update.Removed.Count + update.Downloads.Count);
    }

    public async ValueTask<IReadOnlyList<TrustSecKey>> ReadTrustSecAsync(CancellationToken cancellationToken) => await stores.TrustSec.ReadKeysAsync(id, cancellationToken);

    public async ValueTask TakeAsync(ReportedGroupsUpdate update, CancellationToken cancellationToken)
    {
        await stores.Groups.SaveAsync(id, update, cancellationToken);
        Interlocked.Add(ref _taken, update.Users.Count + update.Removed.Count);
    }

    public async ValueTask<IReadOnlyList<string>> ReadReportedUsersAsync(CancellationToken cancellationToken) => await stores.Groups.ReadUsersAsync(id, cancellationToken);

    public async ValueTask<string?> ReadCheckpointAsync(CancellationToken cancellationToken) =>
        await grains.GetGrain<IConnectorGrain>(id).ReadCheckpoint().WaitAsync(cancellationToken);

    public async ValueTask WriteCheckpointAsync(string checkpoint, CancellationToken cancellationToken) =>
        await grains.GetGrain<IConnectorGrain>(id).WriteCheckpoint(checkpoint).WaitAsync(cancellationToken);
}
