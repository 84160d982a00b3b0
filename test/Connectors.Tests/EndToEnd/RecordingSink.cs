using System.Collections.Concurrent;
using Clarion.Connectors.PxGrid;
using Clarion.Connectors.PxGrid.Anc;
using Clarion.Connectors.PxGrid.Endpoints;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Radius;
using Clarion.Connectors.PxGrid.Sessions;
using Clarion.Connectors.PxGrid.Sxp;
using Clarion.Connectors.PxGrid.TrustSec;

namespace Clarion.Connectors.Tests.EndToEnd;

/// <summary>Builds tables from nothing but what the client hands on.</summary>
internal sealed class RecordingSink : IPxGridSink
{
    public ConcurrentDictionary<string, PxSession> Sessions { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, PxEndpoint> Endpoints { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, PxUserGroups> UserGroups { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, PxAncEndpoint> AncEndpoints { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<PxAncOperation> AncOperations { get; } = new();

    public ConcurrentDictionary<string, PxSecurityGroup> SecurityGroups { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, PxSecurityGroupAcl> Acls { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, PxEgressPolicy> Cells { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, PxSxpBinding> Bindings { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, PxProfile> Profiles { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<PxRadiusFailure> Failures { get; } = new();

    public ConcurrentQueue<PxPolicyDownload> Downloads { get; } = new();

    public ConcurrentQueue<PxMark> Marks { get; } = new();

    public int SessionBatches { get; private set; }

    public int LargestBatch { get; private set; }

    /// <summary>Called before sessions are taken; may throw or wait.</summary>
    public Func<Task>? BeforeSessions { get; set; }

    public async ValueTask SessionsAsync(PxBatch<PxSession> batch, CancellationToken cancellationToken)
    {
        if (BeforeSessions is { } before)
        {
            await before();
        }

        SessionBatches++;
        LargestBatch = Math.Max(LargestBatch, batch.Changes.Count);
        await Apply(Sessions, batch, s => s.Key!);
    }

    public ValueTask EndpointsAsync(PxBatch<PxEndpoint> batch, CancellationToken cancellationToken) => Apply(Endpoints, batch, e => e.MacAddress!);

    public ValueTask UserGroupsAsync(PxBatch<PxUserGroups> batch, CancellationToken cancellationToken) => Apply(UserGroups, batch, u => u.UserName!);

    public ValueTask AncEndpointsAsync(PxBatch<PxAncEndpoint> batch, CancellationToken cancellationToken) => Apply(AncEndpoints, batch, a => a.MacAddress!);

    public ValueTask AncOperationsAsync(PxBatch<PxAncOperation> batch, CancellationToken cancellationToken) => Add(AncOperations, batch);

    public ValueTask SecurityGroupsAsync(PxBatch<PxSecurityGroup> batch, CancellationToken cancellationToken) => Apply(SecurityGroups, batch, g => g.Id!);

    public ValueTask SecurityGroupAclsAsync(PxBatch<PxSecurityGroupAcl> batch, CancellationToken cancellationToken) => Apply(Acls, batch, a => a.Id!);

    public ValueTask EgressPoliciesAsync(PxBatch<PxEgressPolicy> batch, CancellationToken cancellationToken) => Apply(Cells, batch, c => c.Id!);

    public ValueTask SxpBindingsAsync(PxBatch<PxSxpBinding> batch, CancellationToken cancellationToken) => Apply(Bindings, batch, b => b.IpPrefix!);

    public ValueTask ProfilesAsync(PxBatch<PxProfile> batch, CancellationToken cancellationToken) => Apply(Profiles, batch, p => p.Id!);

    public ValueTask RadiusFailuresAsync(PxBatch<PxRadiusFailure> batch, CancellationToken cancellationToken) => Add(Failures, batch);

    public ValueTask PolicyDownloadsAsync(PxBatch<PxPolicyDownload> batch, CancellationToken cancellationToken) => Add(Downloads, batch);

    public ValueTask MarkAsync(PxMark mark, CancellationToken cancellationToken)
    {
        Marks.Enqueue(mark);
        return ValueTask.CompletedTask;
    }

    private static ValueTask Apply<T>(ConcurrentDictionary<string, T> table, PxBatch<T> batch, Func<T, string> key)
    {
        foreach (var (kind, record) in batch.Changes)
        {
            if (kind == PxChangeKind.Current)
            {
                table[key(record)] = record;
            }
            else
            {
                table.TryRemove(key(record), out _);
            }
        }

        return ValueTask.CompletedTask;
    }

    private static ValueTask Add<T>(ConcurrentQueue<T> queue, PxBatch<T> batch)
    {
        foreach (var change in batch.Changes)
        {
            queue.Enqueue(change.Record);
        }

        return ValueTask.CompletedTask;
    }
}
