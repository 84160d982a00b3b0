using System.Diagnostics;
using Npgsql;

namespace Clarion.Integration.Cluster;

/// <summary>Sees from the database when each partition commits.</summary>
internal sealed class CommitWatch : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private readonly Dictionary<int, (long Number, List<TimeSpan> At)> _commits = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly string _connectionString;
    private readonly Task _watching;

    /// <summary>Begins to look.</summary>
    public CommitWatch(string connectionString)
    {
        _connectionString = connectionString;
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>Since it began.</summary>
    public TimeSpan Now => _clock.Elapsed;

    /// <summary>Whether each of these partitions has committed since a moment.</summary>
    public bool HaveCommitted(IEnumerable<int> partitions, TimeSpan since)
    {
        lock (_gate)
        {
            return partitions.All(partition => _commits.TryGetValue(partition, out var seen) && seen.At.Count > 0 && seen.At[^1] >= since);
        }
    }

    /// <summary>The longest time without a commit that any of these partitions had.</summary>
    public TimeSpan LongestPause(IEnumerable<int> partitions)
    {
        lock (_gate)
        {
            return partitions.Max(partition => _commits[partition].At.Zip(_commits[partition].At.Skip(1), (before, after) => after - before).Max());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        await using var connection = new NpgsqlConnection(_connectionString + ";Pooling=false");
        await connection.OpenAsync(_stop.Token);
        while (true)
        {
            await using (var command = new NpgsqlCommand("SELECT partition, commit_number FROM clarion.watermarks", connection))
            await using (var reader = await command.ExecuteReaderAsync(_stop.Token))
            {
                while (await reader.ReadAsync(_stop.Token))
                {
                    Note(reader.GetInt32(0), reader.GetInt64(1), _clock.Elapsed);
                }
            }

            await Task.Delay(Poll, _stop.Token);
        }
    }

    private void Note(int partition, long number, TimeSpan at)
    {
        lock (_gate)
        {
            if (!_commits.TryGetValue(partition, out var seen))
            {
                _commits[partition] = (number, []);
            }
            else if (seen.Number != number)
            {
                seen.At.Add(at);
                _commits[partition] = (number, seen.At);
            }
        }
    }
}
