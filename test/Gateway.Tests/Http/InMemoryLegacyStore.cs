using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Tests.Http;

/// <summary>Older installations in memory.</summary>
internal sealed class InMemoryLegacyStore : ILegacyStore
{
    private readonly SortedDictionary<string, LegacyImport> _imports = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Source, string Table), SortedDictionary<string, LegacyRecord>> _rows = [];

    public Task<IReadOnlyList<LegacyImport>> ReadImportsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LegacyImport>>([.. _imports.Values]);

    public Task SaveAsync(LegacyImport import, CancellationToken cancellationToken)
    {
        _imports[import.Source] = import;
        return Task.CompletedTask;
    }

    public Task KeepAsync(string source, string table, IReadOnlyList<LegacyRecord> rows, CancellationToken cancellationToken)
    {
        var kept = _rows.TryGetValue((source, table), out var known) ? known : _rows[(source, table)] = new(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            kept[row.Key] = row;
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<LegacyTable>> ReadTablesAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LegacyTable>>(
        [.. _rows.Select(table => new LegacyTable(table.Key.Source, table.Key.Table, table.Value.Count, table.Value.Values.Count(row => row.Remark.Length > 0)))]);

    public Task<IReadOnlyList<LegacyRecord>> ReadRowsAsync(LegacyQuestion question, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LegacyRecord>>(
        [
            .. _rows.GetValueOrDefault((question.Source, question.Table), []).Values
                .Where(row => string.CompareOrdinal(row.Key, question.After ?? "") > 0 && row.Object.Contains(question.Find, StringComparison.OrdinalIgnoreCase)
                    && (!question.IsRemarked || row.Remark.Length > 0))
                .Take(question.Limit),
        ]);

    public Task<LaneTotals> SumFlowsAsync(LaneKey lane, CancellationToken cancellationToken) => Task.FromResult(LaneTotals.None);
}
