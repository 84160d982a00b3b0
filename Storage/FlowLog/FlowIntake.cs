using Clarion.Storage.Contracts;
using Microsoft.Extensions.Logging;

namespace Clarion.Storage.FlowLog;

/// <summary>
/// Flows on their way into the tables. They are durable in a journal at once, and go into the tables a file at a time: many rows in one
/// transaction cost the engine least (docs/performance.md), and while the tables cannot be written the journal takes what comes, up to a bound.
/// Whoever reads raw flows brings in what waits first.
/// </summary>
internal sealed partial class FlowIntake(IFlowTables tables, JournalLimits limits, TimeProvider time, ILogger<FlowIntake> logger) : IDisposable
{
    /// <summary>DuckDB's row group: transactions of fewer rows cost it most (docs/decisions/0007-a-journal-before-the-tables.md).</summary>
    private const int RowGroup = 122_880;

    /// <summary>
    /// Most rows of a file, and so of a transaction, unless one call brings more. Files end as close below as they can: when the last row group of
    /// a transaction is less than half full, the engine's checkpoints merge it with its neighbours and write all their rows again.
    /// </summary>
    private const int FileRows = 2 * RowGroup;

    /// <summary>Rows that are kept in memory too; beyond them a file is read again when its turn comes.</summary>
    private const int MostInMemory = 4 * FileRows;

    /// <summary>Longest time in the journal.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _appending = new(1, 1);
    private readonly SemaphoreSlim _bringing = new(1, 1);
    private readonly List<JournalSegment> _waiting = [];
    private FlowJournal? _journal;
    private ITimer? _timer;
    private Task _background = Task.CompletedTask;
    private long _store;
    private long _lastNumber;
    private JournalSegment? _open;

    /// <summary>What is durable on disk and not in the tables yet.</summary>
    public (long Rows, long Bytes) Waiting
    {
        get
        {
            lock (_gate)
            {
                return (_waiting.Sum(segment => segment.Rows), _waiting.Sum(segment => segment.Bytes));
            }
        }
    }

    private bool IsWaiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count > 0;
            }
        }
    }

    private bool IsFull
    {
        get
        {
            var (rows, bytes) = Waiting;
            return rows >= limits.Rows || bytes >= limits.Bytes;
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

        var (applied, store) = await tables.GetPositionAsync(cancellationToken).ConfigureAwait(false);
        _journal = new FlowJournal(limits.Directory);
        _timer ??= time.CreateTimer(_ => BringInBackground(closedOnly: false), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _store = store;
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
        while (IsFull)
        {
            await BringAsync(cancellationToken).ConfigureAwait(false);
        }

        var incoming = rows.Sum(batch => (long)batch.Count);
        await _appending.WaitAsync(cancellationToken).ConfigureAwait(false);
        bool full, first;
        try
        {
            full = CloseWhenFull(incoming);
            await Task.Run(() => Write(rows), CancellationToken.None).ConfigureAwait(false);
            lock (_gate)
            {
                // From here on the rows are stored: nothing below may fail the call, or its caller would append them again.
                first = _open!.Rows == 0;
                _open.Add(rows);
            }

            // The next call will bring about as much.
            full |= CloseWhenFull(incoming);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw JournalFaults.Explain(fault, limits.Directory);
        }
        finally
        {
            _appending.Release();
        }

        if (full)
        {
            BringInBackground(closedOnly: true);
        }

        if (first)
        {
            _timer!.Change(LongestWait, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Brings everything appended so far into the tables.</summary>
    /// <exception cref="StoreUnavailableException">The tables cannot be written now; nothing is lost.</exception>
    public Task BringAsync(CancellationToken cancellationToken) => BringFilesAsync(closedOnly: false, cancellationToken);

    private async Task BringFilesAsync(bool closedOnly, CancellationToken cancellationToken)
    {
        await _bringing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var last = LastNumber();
            while (await NextAsync(closedOnly, last).ConfigureAwait(false) is { } segment)
            {
                await tables.InsertAsync(segment.Number, segment.Load(_store), CancellationToken.None).ConfigureAwait(false);
                lock (_gate)
                {
                    _waiting.Remove(segment);
                }

                segment.Dispose();
                File.Delete(segment.Path);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw JournalFaults.Explain(fault, limits.Directory);
        }
        finally
        {
            _bringing.Release();
        }
    }

    /// <summary>Like <see cref="BringAsync"/>, for a reader: while the tables cannot be written it reads what they have.</summary>
    public Task TryBringAsync(CancellationToken cancellationToken) => TryBringFilesAsync(closedOnly: false, cancellationToken);

    private async Task TryBringFilesAsync(bool closedOnly, CancellationToken cancellationToken)
    {
        try
        {
            await BringFilesAsync(closedOnly, cancellationToken).ConfigureAwait(false);
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

        var (stored, applied) = await tables.CountAsync(cancellationToken).ConfigureAwait(false);
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

    private void Recover(long number, string path)
    {
        try
        {
            var batches = FlowJournal.Read(path, _store, out var unfinished);
            if (unfinished > 0)
            {
                Unfinished(logger, path, unfinished);
            }

            var segment = new JournalSegment(number, path, null);
            segment.Add(batches);
            lock (_gate)
            {
                _waiting.Add(segment);
                ForgetRows();
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
            var journal = _journal ?? throw new StoreUnavailableException("The store is closed.");
            var file = journal.Create(_lastNumber + 1, _store);
            lock (_gate)
            {
                _open = new JournalSegment(++_lastNumber, file.Path, file);
                _waiting.Add(_open);
            }
        }

        FlowJournal.Append(_open.File!, rows);
    }

    /// <summary>Ends the open file when so many more rows would make it too large.</summary>
    private bool CloseWhenFull(long incoming)
    {
        lock (_gate)
        {
            if (_open is not { Rows: >= RowGroup } open || open.Rows + incoming <= FileRows)
            {
                return false;
            }

            _open = null;
            ForgetRows();
            return true;
        }
    }

    private long LastNumber()
    {
        lock (_gate)
        {
            return _lastNumber;
        }
    }

    // The file that is being written is closed only when its turn comes: while the tables cannot be written it goes on growing. A file that
    // has just been begun while the one before went into the tables would be a small transaction.
    private async Task<JournalSegment?> NextAsync(bool closedOnly, long last)
    {
        await _appending.WaitAsync().ConfigureAwait(false);
        try
        {
            lock (_gate)
            {
                if (_waiting is not [var next, ..] || (closedOnly ? next == _open : next.Number > last))
                {
                    return null;
                }

                _open = next == _open ? null : _open;
                return next;
            }
        }
        finally
        {
            _appending.Release();
        }
    }

    private void BringInBackground(bool closedOnly)
    {
        lock (_gate)
        {
            if (_background.IsCompleted)
            {
                _background = Task.Run(() => BringOrRetryAsync(closedOnly));
            }
        }
    }

    private async Task BringOrRetryAsync(bool closedOnly)
    {
        try
        {
            await TryBringFilesAsync(closedOnly, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            // Nobody waits for this task; the rows are in the journal, and the next attempt may go through.
            NotBrought(logger, fault);
        }

        if (IsWaiting)
        {
            _timer!.Change(LongestWait, Timeout.InfiniteTimeSpan);
        }
    }

    // The oldest files keep their rows: they are brought in next.
    private void ForgetRows()
    {
        var rows = _waiting.Sum(segment => segment.RowsInMemory);
        foreach (var segment in _waiting.Where(segment => segment != _open).Reverse().TakeWhile(_ => rows > MostInMemory))
        {
            rows -= segment.RowsInMemory;
            segment.ForgetRows();
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
}
