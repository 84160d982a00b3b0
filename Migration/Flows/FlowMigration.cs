using System.Diagnostics;
using Clarion.Flows;
using Clarion.Migration.Identity;
using Clarion.Migration.Legacy;
using Clarion.Migration.Running;
using Clarion.Migration.Sources;
using Clarion.Storage.Contracts;

namespace Clarion.Migration.Flows;

/// <summary>Brings the flows of a file and compares them.</summary>
/// <param name="target">The store.</param>
/// <param name="options">How.</param>
/// <param name="file">The file.</param>
/// <param name="tally">Counts the rows.</param>
internal sealed class FlowMigration(MigrationTarget target, MigrationOptions options, LegacyFile file, Tally tally)
{
    private FlowWindowReader? _reader;
    private LegacyImport? _before;
    private int _partitions;

    /// <summary>Sums over the flows of the file, after repairs.</summary>
    public LaneTotals Totals { get; private set; } = LaneTotals.None;

    /// <summary>Rows a second.</summary>
    public double RowsPerSecond { get; private set; }

    /// <summary>Whether there was anything new.</summary>
    public bool HasBrought { get; private set; }

    /// <summary>What the operator has to know of the flows; null for nothing.</summary>
    public string? Notice { get; private set; }

    /// <summary>Brings what is not there yet.</summary>
    public async Task<LegacyImport> RunAsync(
        LegacyImport import, SwitchAddresses switches, EndpointTable endpoints, IProgress<MigrationProgress>? progress, CancellationToken cancellationToken)
    {
        var total = file.Numbers($"SELECT count(*) FROM {LegacyTables.Netflow}")[0];
        var began = Stopwatch.GetTimestamp();
        var exporters = new ExporterRegistry();
        _before = import;
        _partitions = await target.Rollups.FixPartitionsAsync(options.Partitions, cancellationToken).ConfigureAwait(false);
        _reader = new FlowWindowReader(
            file, new FlowBatchWriter(exporters, new TextTable(), import.StartedAt.ToUnixTimeMilliseconds()), switches, tally);
        var step = new FlowStep(target.Flows, target.Rollups, target.Archive, options.Spaces, _partitions);
        import = await step.RunAsync(
            import, _reader, exporters, endpoints, rows => progress?.Report(new("Flows", rows, total)), cancellationToken).ConfigureAwait(false);
        Totals = _reader.Totals.ToTotals();
        HasBrought = import.FlowsThrough > _before.FlowsThrough;
        RowsPerSecond = HasBrought ? tally.Rows / Stopwatch.GetElapsedTime(began).TotalSeconds : 0;
        tally.Bring("flow", Totals.Rows);
        return import;
    }

    /// <summary>Compares the file with the store.</summary>
    public async Task<IReadOnlyList<MigrationCheck>> CheckAsync(LegacyImport import, CancellationToken cancellationToken)
    {
        var aside = _reader!.SetAside;
        var sums = SumFile();
        List<MigrationCheck> checks =
        [
            MigrationCheck.Of("netflow: rows read", sums.Rows, tally.Rows),
            MigrationCheck.Of("netflow: bytes read", sums.Bytes, Totals.Bytes + aside.Bytes),
            MigrationCheck.Of("netflow: packets read", sums.Packets, Totals.Packets + aside.Packets),
        ];
        var setAside = tally.Rows - Totals.Rows;
        var kept = (await target.Archive.ReadTablesAsync(cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(table => table.Source == import.Source && table.Name == LegacyTables.Netflow)?.Rows ?? 0;
        checks.Add(MigrationCheck.Of("netflow: rows set aside", setAside, kept));
        tally.Kept = kept;
        if (_before!.FinishedAt is null || HasBrought)
        {
            // Later, a lane whose raw flows have gone by age is forgotten by partitions as well.
            for (var partition = 0; partition < _partitions; partition++)
            {
                var watermark = await target.Rollups.LoadWatermarkAsync(partition, cancellationToken).ConfigureAwait(false);
                var position = watermark.Positions.FirstOrDefault(one => one.Lane == FlowStep.LaneOf(import)).Sequence;
                checks.Add(MigrationCheck.Of(FormattableString.Invariant($"rollups of partition {partition}: last row"), import.FlowsThrough, position));
            }
        }

        await CheckRawAsync(import, checks, cancellationToken).ConfigureAwait(false);
        return checks;
    }

    private async Task CheckRawAsync(LegacyImport import, List<MigrationCheck> checks, CancellationToken cancellationToken)
    {
        var found = await target.Archive.SumFlowsAsync(FlowStep.LaneOf(import), cancellationToken).ConfigureAwait(false);
        if (found.Rows < Totals.Rows && _before!.FinishedAt is not null && !HasBrought)
        {
            Notice = "Raw flows of the older system have gone by age (Clarion__Retention__RawFlows); they were found right when they were brought.";
            return;
        }

        checks.AddRange(
        [
            MigrationCheck.Of("raw flows: count", Totals.Rows, found.Rows),
            MigrationCheck.Of("raw flows: bytes", Totals.Bytes, found.Bytes),
            MigrationCheck.Of("raw flows: packets", Totals.Packets, found.Packets),
            MigrationCheck.Of("raw flows: distinct sources", Totals.Sources, found.Sources),
            MigrationCheck.Of("raw flows: distinct destinations", Totals.Destinations, found.Destinations),
            MigrationCheck.Of("raw flows: distinct exporters", Totals.Exporters, found.Exporters),
            MigrationCheck.Of("raw flows: sum of security groups", Totals.Sgts, found.Sgts),
            MigrationCheck.Of("raw flows: first start", Totals.FirstMs, found.FirstMs),
            MigrationCheck.Of("raw flows: last end", Totals.LastMs, found.LastMs),
        ]);
    }

    // By SQLite, not by what has read the rows.
    private (long Rows, UInt128 Bytes, UInt128 Packets) SumFile()
    {
        var (bytes, packets) = (Positive("bytes"), Positive("packets"));

        // SQLite refuses a sum beyond 63 bits: halves add up to less.
        var sums = file.Numbers($"""
            SELECT count(*), sum({bytes} >> 32), sum({bytes} & 4294967295), sum({packets} >> 32), sum({packets} & 4294967295) FROM {LegacyTables.Netflow}
            """);
        return (sums[0], Whole(sums[1], sums[2]), Whole(sums[3], sums[4]));

        static string Positive(string column) => $"(CASE WHEN typeof({column}) IN ('integer', 'real') AND {column} > 0 THEN CAST({column} AS INTEGER) ELSE 0 END)";

        static UInt128 Whole(long high, long low) => ((UInt128)high << 32) + (UInt128)low;
    }
}
