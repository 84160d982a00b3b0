using Clarion.Correlation.TrustSec;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Tests.Store;

/// <summary>The contract of the store of TrustSec's configuration in memory.</summary>
internal sealed class InMemoryTrustSecStore : ITrustSecStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Connector, TrustSecKey Key), TrustSecRecord> _records = [];
    private readonly Dictionary<(string Connector, string Key), PolicyDownload> _downloads = [];

    public Task SaveAsync(string connector, TrustSecUpdate update, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var key in update.Removed)
            {
                _records.Remove((connector, key));
            }

            foreach (var one in update.Records)
            {
                var kind = one is TrustSecGroup ? TrustSecKind.Group : one is TrustSecAcl ? TrustSecKind.Acl : TrustSecKind.Cell;
                _records[(connector, new TrustSecKey(kind, one.Id))] = one;
            }

            foreach (var one in update.Downloads)
            {
                _downloads[(connector, one.Key)] = _downloads.TryGetValue((connector, one.Key), out var known) ? one.After(known) : one;
            }

            return Task.CompletedTask;
        }
    }

    public Task<IReadOnlyList<TrustSecKey>> ReadKeysAsync(string connector, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<TrustSecKey>>([.. _records.Keys.Where(key => key.Connector == connector).Select(key => key.Key)]);
        }
    }

    public Task<IReadOnlyList<KeptTrustSec<TrustSecAcl>>> ReadAclsAsync(
        string find, string connector, int limit, TrustSecPosition? after, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<KeptTrustSec<TrustSecAcl>>>(
        [
            .. Of<TrustSecAcl>(connector).Where(one => one.Record.Name.Contains(find, StringComparison.OrdinalIgnoreCase))
                .Select(one => (Kept: one, Position: Text(one.Record.Name.ToLowerInvariant(), one.Connector, one.Record.Id))).OrderBy(one => one.Position, StringComparer.Ordinal)
                .Where(one => after is null || string.CompareOrdinal(one.Position, Text(after.First, after.Connector, after.Id)) > 0).Take(limit).Select(one => one.Kept),
        ]);

    public Task<IReadOnlyList<KeptCell>> ReadCellsAsync(
        int? source, int? destination, string connector, int limit, CellPosition? after, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<KeptCell>>(
        [
            .. Of<TrustSecCell>(connector).Select(Join)
                .Where(one => (source is null || one.Source?.Tag == source) && (destination is null || one.Destination?.Tag == destination))
                .Select(one => (Kept: one, Position: (one.Source?.Tag ?? -1, one.Destination?.Tag ?? -1, one.Connector, one.Cell.Id))).OrderBy(one => one.Position)
                .Where(one => after is null || one.Position.CompareTo((after.Source, after.Destination, after.Connector, after.Id)) > 0).Take(limit).Select(one => one.Kept),
        ]);

    public Task<IReadOnlyList<KeptTrustSec<PolicyDownload>>> ReadDownloadsAsync(
        string nas, string connector, int limit, TrustSecPosition? after, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<KeptTrustSec<PolicyDownload>>>(
            [
                .. _downloads.Where(one => (nas.Length == 0 || one.Value.Nas == nas) && (connector.Length == 0 || one.Key.Connector == connector))
                    .Select(one => (Kept: new KeptTrustSec<PolicyDownload>(one.Key.Connector, one.Value), Position: Text(one.Value.Nas, one.Key.Connector, one.Key.Key)))
                    .OrderBy(one => one.Position, StringComparer.Ordinal)
                    .Where(one => after is null || string.CompareOrdinal(one.Position, Text(after.First, after.Connector, after.Id)) > 0).Take(limit).Select(one => one.Kept),
            ]);
        }
    }

    private static string Text(params string[] parts) => string.Join('\u0001', parts);

    private List<KeptTrustSec<T>> Of<T>(string connector)
        where T : TrustSecRecord
    {
        lock (_gate)
        {
            return
            [
                .. _records.Where(one => one.Value is T && (connector.Length == 0 || one.Key.Connector == connector))
                    .Select(one => new KeptTrustSec<T>(one.Key.Connector, (T)one.Value)),
            ];
        }
    }

    private KeptCell Join(KeptTrustSec<TrustSecCell> kept)
    {
        var groups = Of<TrustSecGroup>(kept.Connector);
        var acls = Of<TrustSecAcl>(kept.Connector);
        return new KeptCell(
            kept.Connector, kept.Record, groups.Find(one => one.Record.Id == kept.Record.SourceId)?.Record, groups.Find(one => one.Record.Id == kept.Record.DestinationId)?.Record,
            [.. kept.Record.AclIds.Select(id => acls.Find(one => one.Record.Id == id)?.Record.Name ?? id)]);
    }
}
