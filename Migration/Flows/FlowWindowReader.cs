using Clarion.Flows;
using Clarion.Migration.Legacy;
using Clarion.Migration.Sources;
using Clarion.Storage.Contracts;

namespace Clarion.Migration.Flows;

/// <summary>A run of old flows that is written as one window.</summary>
/// <param name="Last">Number of the last row, which is the number of the window.</param>
/// <param name="Flows">The flows; the receiver disposes them.</param>
/// <param name="SetAside">Rows that are no flows.</param>
/// <param name="Rows">Rows read so far, this window's included.</param>
internal sealed record LegacyWindow(long Last, FlowBatch Flows, IReadOnlyList<LegacyRecord> SetAside, long Rows);

/// <summary>
/// Cuts <c>netflow</c> into windows. They are numbered by their last row, so the number of a window says how far one has come; borders of earlier attempts are
/// kept, so that a window is the same whenever it is made.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="writer">Makes the batches.</param>
/// <param name="switches">Addresses of exporters.</param>
/// <param name="tally">Counts what becomes of the rows.</param>
internal sealed class FlowWindowReader(LegacyFile file, FlowBatchWriter writer, SwitchAddresses switches, Tally tally)
{
    // Two fill a file of the journal as it wants to be filled (docs/decisions/0007-a-journal-before-the-tables.md).
    private const int WindowRows = 120_000;

    private static readonly LegacyTableInfo Table = new(LegacyTables.Netflow, "id");

    private readonly Dictionary<string, (int Number, UInt128 Address)> _exporters = new(StringComparer.Ordinal);

    /// <summary>Sums over the flows that were read.</summary>
    public FlowTotals Totals { get; } = new();

    /// <summary>Sums over the rows that were set aside: bytes and packets as they stand there.</summary>
    public (UInt128 Bytes, UInt128 Packets) SetAside { get; private set; }

    /// <summary>Every window of the file.</summary>
    /// <param name="borders">Numbers up to which earlier attempts have come.</param>
    public IEnumerable<LegacyWindow> Read(IReadOnlySet<long> borders)
    {
        using var reader = new FlowRowReader(file);
        long[] ordered = [.. borders.Order()];
        var (next, last, rows) = (0, 0L, 0);
        var batch = writer.NewBatch(WindowRows);
        var aside = new List<LegacyRecord>();
        while (reader.TryRead(out var flow, out var switchName))
        {
            while (next < ordered.Length && ordered[next] < flow.Id)
            {
                next++;
                if (rows > 0 && last <= ordered[next - 1])
                {
                    yield return Close();
                }
            }

            Add(batch, aside, reader, ref flow, switchName);
            (last, rows) = (flow.Id, rows + 1);
            if (rows == WindowRows)
            {
                yield return Close();
            }
        }

        if (rows > 0)
        {
            yield return Close();
        }
        else
        {
            batch.Dispose();
        }

        LegacyWindow Close()
        {
            var window = new LegacyWindow(last, batch, aside, tally.Rows);
            (batch, aside, rows) = (writer.NewBatch(WindowRows), [], 0);
            return window;
        }
    }

    private void Add(FlowBatch batch, List<LegacyRecord> aside, FlowRowReader reader, ref LegacyFlow flow, string switchName)
    {
        tally.Rows++;
        var (verdict, reason) = FlowJudge.Judge(ref flow);
        if (flow.Id < 1)
        {
            (verdict, reason) = (FlowVerdict.SetAside, "set aside: its number is not positive");
        }

        if (reason is not null)
        {
            tally.Remark(reason);
        }

        if (verdict == FlowVerdict.SetAside)
        {
            SetAside = (SetAside.Bytes + Counted(flow.Bytes), SetAside.Packets + Counted(flow.Packets));
            aside.Add(RowRecord.Of(Table, reader.Row(), reason!));
            return;
        }

        if (!_exporters.TryGetValue(switchName, out var exporter))
        {
            var address = switches.Of(switchName);
            _exporters[switchName] = exporter = (writer.NumberOf(address), address.Value);
        }

        Totals.Add(flow, exporter.Address);
        writer.Add(batch, flow, exporter.Number, verdict == FlowVerdict.Repaired);
    }

    private static UInt128 Counted(long number) => number > 0 ? (UInt128)number : UInt128.Zero;
}
