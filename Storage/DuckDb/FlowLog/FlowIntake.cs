using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Connections;
using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;

namespace Clarion.Storage.DuckDb.FlowLog;

/// <summary>
/// Flows on their way into the tables. They are durable in a journal at once, and go into the tables a row group at a time: the engine writes
/// a full row group straight to its place, where smaller transactions pass through its write-ahead log and cost twice
/// (docs/performance.md). Whoever reads raw flows brings in what waits first.
/// </summary>
internal sealed partial class FlowIntake(DuckDbDatabase database, TimeProvider time, ILogger<FlowIntake> logger) : IDisposable
{
    /// <summary>The engine's row group.</summary>
    private const int RowGroup = 122_880;

    /// <summary>Rows beyond which appending waits for the tables.</summary>
    private const int MostWaiting = 8 * RowGroup;

    /// <summary>Longest time in the journal.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _appending = new(1, 1);
    private readonly SemaphoreSlim _bringing = new(1, 1);
    private readonly List<Segment> _waiting = [];
    private FlowJournal? _journal;
    private ITimer? _timer;
    private Task _background = Task.CompletedTask;
    private long _store;
    private long _lastNumber;
    private Segment? _open;

    private long WaitingRows
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Sum(segment => segment.Rows);
            }
        }
    }

    /// <summary>Brings in what the journal kept over a crash. Must complete before any other call; does nothing when it has.</summary>
    /// <exception cref="StoreUnavailableException">A journal cannot be read, or the tables cannot be written.</exception>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (_journal is not null)
        {
            return;
        }

        _journal = new FlowJournal(database.DataDirectory);
        _timer ??= time.CreateTimer(_ => BringInBackground(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        long applied;
        (applied, _store) = await database.ReadAsync(
            connection => (Counter(connection, "journal"), Counter(connection, "store")), cancellationToken).ConfigureAwait(false);
        _lastNumber = applied;
        foreach (var (number, path) in _journal.Find())
        {
            _lastNumber = Math.Max(_lastNumber, number);
            if (number > applied)
            {
                Recover(number, path);
            }
            else
            {
                File.Delete(path);
            }
        }

        await BringAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes rows durable. All or none.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was written.</exception>
    public async Task AppendAsync(IReadOnlyList<FlowRows> rows, CancellationToken cancellationToken)
    {
        while (WaitingRows >= MostWaiting)
        {
            await BringAsync(cancellationToken).ConfigureAwait(false);
        }

        await _appending.WaitAsync(cancellationToken).ConfigureAwait(false);
        bool full, first;
        try
        {
            await Task.Run(() => Write(rows), CancellationToken.None).ConfigureAwait(false);
            lock (_gate)
            {
                // From here on the rows are stored: nothing below may fail the call, or its caller would append them again.
                first = _open!.Rows == 0;
                _open.Batches.AddRange(rows);
                _open.Rows += rows.Sum(batch => (long)batch.Count);
                full = _open.Rows >= RowGroup;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw StoreFaults.ExplainJournal(fault, database.DataDirectory);
        }
        finally
        {
            _appending.Release();
        }

        if (full)
        {
            BringInBackground();
        }
        else if (first)
        {
            _timer!.Change(LongestWait, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Brings everything appended so far into the tables.</summary>
    /// <exception cref="StoreUnavailableException">The tables cannot be written now; nothing is lost.</exception>
    public async Task BringAsync(CancellationToken cancellationToken)
    {
        await _bringing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var segments = await CloseOpenAsync().ConfigureAwait(false);
            if (segments.Count == 0)
            {
                return;
            }

            await database.WriteAsync(WriterLane.Flows, connection => Insert(connection, segments), CancellationToken.None).ConfigureAwait(false);
            lock (_gate)
            {
                _waiting.RemoveRange(0, segments.Count);
            }

            foreach (var segment in segments)
            {
                segment.Dispose();
                File.Delete(segment.Path);
            }
        }
        finally
        {
            _bringing.Release();
        }
    }

    /// <summary>Like <see cref="BringAsync"/>, for a reader: while the tables cannot be written it reads what they have.</summary>
    public async Task TryBringAsync(CancellationToken cancellationToken)
    {
        try
        {
            await BringAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            // The database remembers the fault and reports it.
        }
    }

    /// <summary>Flows ever stored, those that wait included.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        // First what waits, then the tables: a segment that moves in between is known by its number.
        (long Number, long Rows)[] waiting;
        lock (_gate)
        {
            waiting = [.. _waiting.Select(segment => (segment.Number, segment.Rows))];
        }

        var (stored, applied) = await database.ReadAsync(
            connection => (
                connection.Scalar<long>("SELECT coalesce(sum(\"rows\"), 0)::BIGINT FROM flow_days"), Counter(connection, "journal")),
            cancellationToken).ConfigureAwait(false);
        return stored + waiting.Where(segment => segment.Number > applied).Sum(segment => segment.Rows);
    }

    /// <summary>Brings in what waits, if the tables take it; what they do not take stays in the journal for the next start.</summary>
    public async Task CloseAsync()
    {
        await _background.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_journal is not null)
        {
            await TryBringAsync(CancellationToken.None).ConfigureAwait(false);
        }

        _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Forget();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _timer?.Dispose();
        Forget();
        _appending.Dispose();
        _bringing.Dispose();
    }

    private static long Counter(DuckDBConnection connection, string name) =>
        connection.Scalar<long>("SELECT value FROM store_counters WHERE name = $1", name);

    private static void Insert(DuckDBConnection connection, List<Segment> segments)
    {
        // A commit whose outcome was unknown may have gone through.
        var applied = Counter(connection, "journal");
        List<FlowRows> batches = [.. segments.Where(segment => segment.Number > applied).SelectMany(segment => segment.Batches)];
        if (batches.Count == 0)
        {
            return;
        }

        var columns = batches.Aggregate(default(ColumnSet), (set, batch) => set.Union(batch.Columns));
        using (var appender = new FlowAppender(connection, columns))
        {
            foreach (var batch in batches)
            {
                appender.Append(batch);
            }

            appender.Complete();
        }

        foreach (var lane in batches.GroupBy(batch => batch.Lane))
        {
            connection.Execute(
                "UPDATE lanes SET last_sequence = greatest(last_sequence, $2) WHERE id = $1", lane.Key, lane.Max(batch => batch.Sequence));
        }

        connection.Execute("UPDATE store_counters SET value = $1 WHERE name = 'journal'", segments[^1].Number);
    }

    private void Recover(long number, string path)
    {
        try
        {
            var batches = FlowJournal.Read(path, _store, out var unfinished);
            if (unfinished > 0)
            {
                Unfinished(logger, path, unfinished);
            }

            var segment = new Segment(number, path, null) { Rows = batches.Sum(batch => (long)batch.Count) };
            segment.Batches.AddRange(batches);
            lock (_gate)
            {
                _waiting.Add(segment);
            }

            Recovered(logger, segment.Rows, path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new StoreUnavailableException($"The journal of flows cannot be read: {fault.Message}", fault);
        }
    }

    private void Write(IReadOnlyList<FlowRows> rows)
    {
        if (_open is null)
        {
            var journal = _journal ?? throw ConnectionWorkers.Closed();
            var file = journal.Create(_lastNumber + 1, _store);
            lock (_gate)
            {
                _open = new Segment(++_lastNumber, file.Path, file);
                _waiting.Add(_open);
            }
        }

        FlowJournal.Append(_open.File!, rows);
    }

    private async Task<List<Segment>> CloseOpenAsync()
    {
        await _appending.WaitAsync().ConfigureAwait(false);
        try
        {
            lock (_gate)
            {
                _open = null;
                return [.. _waiting];
            }
        }
        finally
        {
            _appending.Release();
        }
    }

    private void BringInBackground()
    {
        lock (_gate)
        {
            if (_background.IsCompleted)
            {
                _background = Task.Run(BringOrRetryAsync);
            }
        }
    }

    private async Task BringOrRetryAsync()
    {
        try
        {
            await TryBringAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            // Nobody waits for this task; the rows are in the journal, and the next attempt may go through.
            NotBrought(logger, fault);
        }

        if (WaitingRows > 0)
        {
            _timer!.Change(LongestWait, Timeout.InfiniteTimeSpan);
        }
    }

    private void Forget()
    {
        lock (_gate)
        {
            foreach (var segment in _waiting)
            {
                segment.Dispose();
            }

            _waiting.Clear();
            _open = null;
            _journal = null;
        }
    }

    [LoggerMessage(4001, LogLevel.Information, "{Flows} flows of {Path} survived the last end of the process and go into the tables now.")]
    private static partial void Recovered(ILogger logger, long flows, string path);

    [LoggerMessage(4002, LogLevel.Warning, "The last {Bytes} bytes of {Path} were not completely written before the process ended: nobody was told that they were stored.")]
    private static partial void Unfinished(ILogger logger, string path, long bytes);

    [LoggerMessage(4003, LogLevel.Error, "Flows could not be brought from the journal into the tables and will be tried again.")]
    private static partial void NotBrought(ILogger logger, Exception fault);

    /// <summary>The rows of one journal file.</summary>
    private sealed class Segment(long number, string path, JournalFile? file) : IDisposable
    {
        public long Number => number;

        public string Path => path;

        public JournalFile? File => file;

        public List<FlowRows> Batches { get; } = [];

        public long Rows { get; set; }

        public void Dispose()
        {
            file?.Dispose();
            foreach (var batch in Batches)
            {
                batch.Dispose();
            }
        }
    }
}
