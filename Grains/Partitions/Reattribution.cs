using System.Runtime.InteropServices;
using Clarion.Correlation.Conversations;
using Clarion.Correlation.Identity;
using Clarion.Flows;
using Clarion.Grains.Identity;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Partitions;

/// <summary>
/// Finds the rows of a partition's recent commits that belong to somebody else by what is known now, and makes the rows that put it right: one that
/// takes the old row back, one that says it again (docs/decisions/0012-late-facts-are-rows.md). They are committed like any others, so they count once.
/// </summary>
internal sealed class Reattribution(
    int partition, IRollupStore rollups, DeviceResolver resolver, IdentityIndex identity, ChangedAnswers changes, TimeProvider time, TimeSpan window,
    TimeSpan commitInterval)
{
    // What one commit takes of them; the rest comes with the next.
    private const int MostCorrections = 100_000;

    // More addresses than these are not looked for one by one.
    private const int MostAddresses = 2000;

    private static readonly ConversationRows Nothing = new([], [], [], []);

    private readonly Dictionary<UInt128, long> _committed = [];
    private readonly Queue<(long Number, DateTimeOffset At)> _commits = new();
    private readonly long _commitsOfWindow = (long)Math.Ceiling(window / commitInterval);
    private ChangedAddresses _pending = All();
    private long _knownFrom = long.MaxValue;
    private bool _isMore;

    /// <summary>Notes which addresses a commit has rows of: facts about others need no search.</summary>
    public void Committed(PartitionCommit commit)
    {
        changes.EndSearch(partition);
        _knownFrom = Math.Min(_knownFrom, commit.CommitNumber);
        _commits.Enqueue((commit.CommitNumber, time.GetUtcNow()));
        foreach (var row in commit.Conversations.Rows)
        {
            Note(row.Key.Client, ConversationSides.Client);
            Note(row.Key.Server, ConversationSides.Server);

            void Note(UInt128 address, ConversationSides side)
            {
                if (row.Key.Internal.HasFlag(side))
                {
                    _committed[address] = commit.CommitNumber;
                }
            }
        }
    }

    /// <summary>Rows to commit next, none when it is another partition's turn. What is looked for is kept until <see cref="Found"/>.</summary>
    /// <param name="lastCommit">Number of the last commit.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="StoreUnavailableException">Ask again later.</exception>
    public async Task<ConversationRows> FindAsync(long lastCommit, CancellationToken cancellationToken)
    {
        if (changes.Take(partition) is { } news)
        {
            _pending.Add(news);
        }

        var after = WindowBegins(lastCommit);
        if (_pending.IsEmpty || lastCommit == 0)
        {
            return Nothing;
        }

        List<UInt128>? addresses = null;
        if (!_pending.Everything && _knownFrom <= after + 1)
        {
            addresses = _pending.Among(_committed.Keys);
            if (addresses.Count == 0)
            {
                return Nothing;
            }
        }

        if (!changes.TryBeginSearch(partition))
        {
            _isMore = true;
            return Nothing;
        }

        try
        {
            var rows = await rollups.ReadRowsAsync(partition, after, addresses?.Count > MostAddresses ? null : addresses, cancellationToken);
            var found = Corrections(rows);
            if (found.Rows.Count == 0)
            {
                changes.EndSearch(partition);
            }

            return found;
        }
        catch
        {
            changes.EndSearch(partition);
            throw;
        }
    }

    /// <summary>What was found is part of the next commit.</summary>
    public void Found()
    {
        if (!_isMore)
        {
            _pending = new ChangedAddresses();
        }

        _isMore = false;
    }

    private static ChangedAddresses All()
    {
        var all = new ChangedAddresses();
        all.AddEverything();
        return all;
    }

    /// <summary>The last commit before the window; forgets what it does not need any more.</summary>
    private long WindowBegins(long lastCommit)
    {
        var oldest = time.GetUtcNow() - window;
        while (_commits.TryPeek(out var first) && first.At < oldest)
        {
            _commits.Dequeue();
        }

        // Commits before this activation have no time here; those that came early make the window longer.
        var after = Math.Max(0, Math.Min(lastCommit - _commitsOfWindow, _commits.TryPeek(out var within) ? within.Number - 1 : long.MaxValue));
        foreach (var (address, commit) in _committed)
        {
            if (commit <= after)
            {
                _committed.Remove(address);
            }
        }

        return after;
    }

    private ConversationRows Corrections(ConversationRows rows)
    {
        var exactFromMs = identity.ExactFromMs;
        var exporters = Firsts(rows.Exporters);
        var wrong = new Dictionary<CommittedRow, int>();
        for (var i = 0; i < rows.Rows.Count; i++)
        {
            var row = rows.Rows[i];
            var withdrawn = row.Key.Marks.HasFlag(ConversationMarks.Withdrawn);
            row.Key.Marks &= ~ConversationMarks.Withdrawn;
            row.Key.Exporter = exporters[row.Key.Exporter];
            var committed = new CommittedRow(row, rows.ClientDevices[i], rows.ServerDevices[i]);

            // Of earlier moments the index no longer knows everything.
            if (row.Counters.LastMs < exactFromMs || row.Key.Marks.HasFlag(ConversationMarks.Settled) || Resolved(committed, rows.Exporters) == committed)
            {
                continue;
            }

            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(wrong, committed, out _);

            // What withdraws a row from before the window says nothing of those within.
            count = withdrawn ? Math.Max(0, count - 1) : count + 1;
        }

        var deltas = new List<ConversationDelta>();
        var (clients, servers) = (new List<UInt128>(), new List<UInt128>());
        foreach (var (old, count) in wrong)
        {
            for (var i = 0; i < count; i++)
            {
                if (deltas.Count >= 2 * MostCorrections)
                {
                    _isMore = true;
                    break;
                }

                Add(old with { Row = old.Row with { Key = old.Row.Key with { Marks = old.Row.Key.Marks | ConversationMarks.Withdrawn } } });
                Add(Resolved(old, rows.Exporters));
            }
        }

        return new ConversationRows(deltas, clients, servers, rows.Exporters);

        void Add(in CommittedRow row)
        {
            deltas.Add(row.Row);
            clients.Add(row.Client);
            servers.Add(row.Server);
        }
    }

    // A list may name an exporter several times; rows are the same only when they name it by the same number.
    private static int[] Firsts(IReadOnlyList<ExporterKey> exporters)
    {
        var first = new Dictionary<ExporterKey, int>();
        return [.. exporters.Select((exporter, number) => first.TryAdd(exporter, number) ? number : first[exporter])];
    }

    private CommittedRow Resolved(CommittedRow committed, IReadOnlyList<ExporterKey> exporters)
    {
        var row = committed.Row;
        var (client, server) = resolver.Resolve(ref row, exporters[row.Key.Exporter].Address);
        return new CommittedRow(row, client.Value, server.Value);
    }

    private readonly record struct CommittedRow(ConversationDelta Row, UInt128 Client, UInt128 Server);
}
