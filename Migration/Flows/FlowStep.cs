using System.Threading.Channels;
using Clarion.Correlation.Addresses;
using Clarion.Flows;
using Clarion.Gateway.Folding;
using Clarion.Migration.Identity;
using Clarion.Migration.Legacy;
using Clarion.Storage.Contracts;

namespace Clarion.Migration.Flows;

/// <summary>
/// Brings the flows: raw into the flow log, and folded into the rollups, window by window, each once. The flow log and every partition remember the last window
/// they have, in the transaction of its rows; what they have is not written again. So whatever ends the work, taking it up again goes on where it was.
/// </summary>
/// <param name="flows">The flow log.</param>
/// <param name="rollups">The rollups.</param>
/// <param name="archive">Keeps what is no flow.</param>
/// <param name="spaces">Which addresses are internal.</param>
/// <param name="partitions">Number of partitions of the store.</param>
internal sealed class FlowStep(IFlowStore flows, IRollupStore rollups, ILegacyStore archive, AddressSpaces spaces, int partitions)
{
    private const string GatewayPrefix = "migration of ";
    private const int WindowsAhead = 2;

    // Together they bring each partition about a row group of conversations: smaller transactions are written twice
    // (docs/decisions/0007-a-journal-before-the-tables.md).
    private const int WindowsPerCommit = 8;

    private readonly long[] _commits = new long[partitions];
    private readonly long[] _positions = new long[partitions];

    /// <summary>The lane of an installation's flows.</summary>
    public static LaneKey LaneOf(LegacyImport import) => new(GatewayPrefix + import.Source, import.StartedAt.ToUnixTimeMilliseconds(), 0);

    /// <summary>Brings what is not there yet.</summary>
    /// <param name="import">The installation and how far it is.</param>
    /// <param name="reader">The flows.</param>
    /// <param name="exporters">Registry of the reader's batches.</param>
    /// <param name="endpoints">Who is who.</param>
    /// <param name="progress">Told the rows read so far.</param>
    /// <param name="cancellationToken">Ends it; it can be taken up again.</param>
    /// <returns>The installation as it is noted now.</returns>
    public async Task<LegacyImport> RunAsync(
        LegacyImport import, FlowWindowReader reader, ExporterRegistry exporters, EndpointTable endpoints, Action<long> progress,
        CancellationToken cancellationToken)
    {
        var lane = LaneOf(import);
        await LoadAsync(lane, cancellationToken).ConfigureAwait(false);
        var logged = (await flows.GetLanesAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(one => one.Lane == lane).Sequence;

        // A lane whose raw flows have gone by age is forgotten, and with it how far it was.
        logged = Math.Max(logged, import.FlowsThrough);
        for (var i = 0; i < partitions; i++)
        {
            _positions[i] = Math.Max(_positions[i], import.FlowsThrough);
        }

        // What one partition has and another lacks must not come in one commit.
        var borders = new HashSet<long>([logged, import.FlowsThrough, .. _positions]);
        var folder = new Folder(spaces, partitions);
        var (folded, setAside) = (0, new List<LegacyRecord>());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var windows = Channel.CreateBounded<LegacyWindow>(WindowsAhead);
        var reading = Task.Run(() => ReadAsync(reader, borders, windows.Writer, stop.Token), CancellationToken.None);
        Task<LegacyImport> committing = Task.FromResult(import);
        try
        {
            var last = 0L;
            await foreach (var window in windows.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                using var batch = window.Flows;
                last = window.Last;
                if (last > logged)
                {
                    await flows.AppendAsync([new LoggedFlows(new FlowWindow(lane, last), batch)], cancellationToken).ConfigureAwait(false);
                }

                if (last > _positions.Min() || last > import.FlowsThrough)
                {
                    folder.Add(batch);
                    setAside.AddRange(window.SetAside);
                    if (++folded == WindowsPerCommit || borders.Contains(last))
                    {
                        await CommitFoldedAsync(last).ConfigureAwait(false);
                    }
                }

                progress(window.Rows);
            }

            if (folded > 0)
            {
                await CommitFoldedAsync(last).ConfigureAwait(false);
            }

            await reading.ConfigureAwait(false);
            return await committing.ConfigureAwait(false);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(reading, committing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (windows.Reader.TryRead(out var left))
            {
                left.Flows.Dispose();
            }

            throw;
        }

        // It is written while the next windows are read, logged and folded.
        async Task CommitFoldedAsync(long last)
        {
            var before = await committing.ConfigureAwait(false);
            committing = CommitAsync(before, folder.Seal(new FlowWindow(lane, last), exporters), setAside, endpoints, cancellationToken);
            (folded, setAside) = (0, []);
        }
    }

    private static async Task ReadAsync(FlowWindowReader reader, IReadOnlySet<long> borders, ChannelWriter<LegacyWindow> windows, CancellationToken stop)
    {
        try
        {
            foreach (var window in reader.Read(borders))
            {
                await windows.WriteAsync(window, stop).ConfigureAwait(false);
            }

            windows.Complete();
        }
        catch (Exception fault)
        {
            windows.Complete(fault);
        }
    }

    private async Task LoadAsync(LaneKey lane, CancellationToken cancellationToken)
    {
        for (var i = 0; i < partitions; i++)
        {
            var watermark = await rollups.LoadWatermarkAsync(i, cancellationToken).ConfigureAwait(false);
            _commits[i] = watermark.CommitNumber;
            _positions[i] = watermark.Positions.FirstOrDefault(position => position.Lane == lane).Sequence;
        }
    }

    private async Task<LegacyImport> CommitAsync(
        LegacyImport import, SealedWindow window, IReadOnlyList<LegacyRecord> setAside, EndpointTable endpoints, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var last = window.Window.Sequence;
        await Task.WhenAll(Enumerable.Range(0, partitions).Where(i => _positions[i] < last).Select(i => CommitAsync(i))).ConfigureAwait(false);
        await archive.KeepAsync(import.Source, LegacyTables.Netflow, setAside, cancellationToken).ConfigureAwait(false);
        if (last <= import.FlowsThrough)
        {
            return import;
        }

        import = import with { FlowsThrough = last };
        await archive.SaveAsync(import, cancellationToken).ConfigureAwait(false);
        return import;

        async Task CommitAsync(int partition)
        {
            var rows = WindowRows.Of(window.Partitions[partition], endpoints);
            await rollups.CommitAsync(
                new PartitionCommit(partition, _commits[partition] + 1, [new LanePosition(window.Window.Lane, last)], rows), cancellationToken).ConfigureAwait(false);
            _commits[partition]++;
            _positions[partition] = last;
        }
    }
}
