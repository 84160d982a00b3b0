using System.IO.Hashing;
using System.Text;
using Clarion.Flows;
using Clarion.Migration.Legacy;
using Clarion.Migration.Sources;
using Clarion.Storage.Contracts;

namespace Clarion.Migration.Running;

/// <summary>
/// Keeps every row of every table but that of flows as it was, without secrets, and compares afterwards what is kept with the file. What is kept already is
/// not written again.
/// </summary>
/// <param name="archive">Keeps them.</param>
/// <param name="source">Name of the installation.</param>
/// <param name="file">The file.</param>
/// <param name="tallies">Count them.</param>
internal sealed class ArchiveStep(ILegacyStore archive, string source, LegacyFile file, Tallies tallies)
{
    private const int BatchRows = 2000;
    private const int BatchCharacters = 8_000_000;
    private const int Page = 5000;
    private const string BadMac = "its MAC cannot be read";

    private readonly SortedDictionary<string, Dictionary<string, ulong>> _expected = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<(string Table, long Cluster), string> _recounted =
        DerivedFigures.Remarks(file.Read("clusters"), file.Read("cluster_centroids"), file.Read("cluster_assignments"));

    private readonly SortedSet<string> _secrets = new(StringComparer.Ordinal);

    /// <summary>Secrets that were left out, as <c>table/key: column</c>.</summary>
    public IReadOnlyCollection<string> Secrets => _secrets;

    /// <summary>Rows that had to be written.</summary>
    public long Written { get; private set; }

    /// <summary>Keeps the rows.</summary>
    public async Task RunAsync(Action<string, long> progress, CancellationToken cancellationToken)
    {
        foreach (var table in LegacyTables.All.Where(table => file.Tables.Contains(table.Name)))
        {
            var known = await HashesAsync(table.Name, cancellationToken).ConfigureAwait(false);
            var expected = _expected[table.Name] = new Dictionary<string, ulong>(StringComparer.Ordinal);
            var (batch, characters) = (new List<LegacyRecord>(), 0);
            foreach (var record in Records(table))
            {
                var hash = expected[record.Key] = HashOf(record);
                if (!known.TryGetValue(record.Key, out var kept) || kept != hash)
                {
                    batch.Add(record);
                    characters += record.Object.Length;
                }

                if (batch.Count >= BatchRows || characters >= BatchCharacters)
                {
                    await WriteAsync(table.Name, batch, cancellationToken).ConfigureAwait(false);
                    (batch, characters) = ([], 0);
                }
            }

            await WriteAsync(table.Name, batch, cancellationToken).ConfigureAwait(false);
            progress(table.Name, tallies[table.Name].Rows);
        }
    }

    /// <summary>Compares what is kept with what is in the file.</summary>
    public async Task<IReadOnlyList<MigrationCheck>> CheckAsync(CancellationToken cancellationToken)
    {
        var checks = new List<MigrationCheck>();
        foreach (var (table, expected) in _expected)
        {
            var found = await HashesAsync(table, cancellationToken).ConfigureAwait(false);
            var same = expected.LongCount(row => found.TryGetValue(row.Key, out var hash) && hash == row.Value);
            checks.Add(MigrationCheck.Of($"{table}: rows kept as they were", tallies[table].Rows, same));
            tallies[table].Kept = same;
        }

        return checks;
    }

    private static ulong HashOf(LegacyRecord record) =>
        XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(record.Object), (long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(record.Remark)));

    private string RemarkOn(string table, LegacyRow row) =>
        row.Whole("cluster_id") is { } cluster && _recounted.TryGetValue((table, cluster), out var counted) ? counted
        : (row.Text("endpoint_id") ?? row.Text("mac_address")) is { } mac && !MacAddr.TryParse(mac, out _) ? BadMac : "";

    private IEnumerable<LegacyRecord> Records(LegacyTableInfo table)
    {
        var tally = tallies[table.Name];
        foreach (var row in file.Read(table.Name))
        {
            tally.Rows++;
            var secrets = new List<string>();
            var record = RowRecord.Of(table, SecretFilter.Clean(table.Name, row, secrets.Add), RemarkOn(table.Name, row));
            if (record.Remark.Length > 0)
            {
                tally.Remark(record.Remark);
            }

            foreach (var secret in secrets)
            {
                _secrets.Add($"{table.Name}/{row.Text("name") ?? record.Key}: {secret}");
            }

            yield return record;
        }
    }

    private async Task WriteAsync(string table, List<LegacyRecord> rows, CancellationToken cancellationToken)
    {
        await archive.KeepAsync(source, table, rows, cancellationToken).ConfigureAwait(false);
        Written += rows.Count;
    }

    private async Task<Dictionary<string, ulong>> HashesAsync(string table, CancellationToken cancellationToken)
    {
        var hashes = new Dictionary<string, ulong>(StringComparer.Ordinal);
        IReadOnlyList<LegacyRecord> page;
        string? after = null;
        do
        {
            page = await archive.ReadRowsAsync(new LegacyQuestion(source, table, Page, after), cancellationToken).ConfigureAwait(false);
            foreach (var record in page)
            {
                hashes[record.Key] = HashOf(record);
            }

            after = page.Count > 0 ? page[^1].Key : null;
        }
        while (page.Count == Page);

        return hashes;
    }
}
