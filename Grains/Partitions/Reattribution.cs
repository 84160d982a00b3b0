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
    int partition, IRollupStore rollups, DeviceResolver resolver, IdentityIndex identity, ChangedAnswers changes, long commits)
{
    // Everything at once is large: one partition of a silo after the other.
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    private readonly Dictionary<UInt128, long> _committed = [];
    private readonly ChangedAddresses _pending = ChangedAddresses.All();
    private long _knownFrom = long.MaxValue;

    /// <summary>Notes which addresses a commit has rows of: facts about others need no search.</summary>
    public void Committed(PartitionCommit commit)
    {
        _knownFrom = Math.Min(_knownFrom, commit.CommitNumber);
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

    /// <summary>Rows to commit next. What was taken from the changes is kept until <see cref="Found"/> says that the rows are under way.</summary>
    /// <param name="lastCommit">Number of the last commit.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="StoreUnavailableException">Ask again later.</exception>
    public async Task<ConversationRows> FindAsync(long lastCommit, CancellationToken cancellationToken)
    {
        if (changes.Take(partition) is { } news)
        {
            _pending.Add(news);
        }

        var after = Math.Max(0, lastCommit - commits);
        if (_knownFrom <= after + 1)
        {
            Forget(after);
            _pending.Keep(_committed.ContainsKey);
        }

        if (_pending.IsEmpty || lastCommit == 0)
        {
            return new ConversationRows([], [], [], []);
        }

        if (!_pending.Everything)
        {
            return Corrections(await rollups.ReadRowsAsync(partition, after, _pending.Addresses, cancellationToken));
        }

        await OneAtATime.WaitAsync(cancellationToken);
        try
        {
            return Corrections(await rollups.ReadRowsAsync(partition, after, null, cancellationToken));
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <summary>What was found is part of the next commit.</summary>
    public void Found() => _pending.Take();

    private void Forget(long upTo)
    {
        if (_committed.Count == 0)
        {
            return;
        }

        foreach (var (address, commit) in _committed)
        {
            if (commit <= upTo)
            {
                _committed.Remove(address);
            }
        }
    }

    private ConversationRows Corrections(ConversationRows rows)
    {
        var exactFromMs = identity.ExactFromMs;
        var exporters = Firsts(rows.Exporters);
        var wrong = new Dictionary<CommittedRow, int>();
        var taken = new Dictionary<CommittedRow, int>();
        for (var i = 0; i < rows.Rows.Count; i++)
        {
            var row = rows.Rows[i];
            var withdrawn = row.Key.Marks.HasFlag(ConversationMarks.Withdrawn);
            row.Key.Marks &= ~ConversationMarks.Withdrawn;
            row.Key.Exporter = exporters[row.Key.Exporter];
            var committed = new CommittedRow(row, rows.ClientDevices[i], rows.ServerDevices[i]);

            // Of earlier moments the index no longer knows everything.
            if (row.Counters.LastMs >= exactFromMs && Resolved(committed, rows.Exporters) != committed)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(withdrawn ? taken : wrong, committed, out _)++;
            }
        }

        var deltas = new List<ConversationDelta>();
        var (clients, servers) = (new List<UInt128>(), new List<UInt128>());
        foreach (var (old, count) in wrong)
        {
            for (var i = taken.GetValueOrDefault(old); i < count; i++)
            {
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
