using System.Threading.Channels;
using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Dictionaries;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Tests.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Clarion.Storage.Tests.FlowLog;

/// <summary>Which rows share a transaction.</summary>
public sealed class FlowIntakeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("clarion-intake-");
    private readonly FakeTimeProvider _time = new();
    private readonly SlowTables _tables = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_file_that_has_just_begun_does_not_go_into_the_tables_with_the_one_before()
    {
        using var intake = new FlowIntake(
            _tables, new JournalLimits(_directory.FullName, long.MaxValue, long.MaxValue), _time, NullLogger<FlowIntake>.Instance);
        await intake.RecoverAsync(Cancel);
        await AppendAsync(intake, 60_000);
        _time.Advance(TimeSpan.FromSeconds(15));

        // The last call is larger than those before, and does not fit.
        await AppendAsync(intake, 60_000, 60_000, 70_000);
        var first = await _tables.NextAsync(Cancel);
        Assert.Equal(180_000, first.Rows);
        first.Taken.SetResult();

        // Twenty seconds after the first file was begun, the second is ten seconds old.
        _time.Advance(TimeSpan.FromSeconds(10));
        await AppendAsync(intake, 50_000, 50_000, 50_000);
        var second = await _tables.NextAsync(Cancel);
        Assert.Equal(220_000, second.Rows);
        second.Taken.SetResult();

        // And a file that does not fill goes when it is old.
        await AppendAsync(intake, 50_000);
        var third = _tables.NextAsync(Cancel);
        while (!third.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(20));
            await Task.WhenAny(third, Task.Delay(TimeSpan.FromMilliseconds(20), Cancel));
        }

        Assert.Equal(50_000, (await third).Rows);
        (await third).Taken.SetResult();
        await intake.CloseAsync();
    }

    private static async Task AppendAsync(FlowIntake intake, params int[] calls)
    {
        foreach (var rows in calls)
        {
            using var flows = Samples.Flows(rows);
            await intake.AppendAsync([FlowRows.Of(flows, 1, 1, new IdMap(), new IdMap())], Cancel);
        }
    }

    private sealed record Transaction(long Rows, TaskCompletionSource Taken);

    /// <summary>Tables that take a file when the test says so.</summary>
    private sealed class SlowTables : IFlowTables
    {
        private readonly Channel<Transaction> _transactions = Channel.CreateUnbounded<Transaction>();

        public Task<Transaction> NextAsync(CancellationToken cancellationToken) =>
            _transactions.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken);

        public Task<JournalPosition> GetPositionAsync(CancellationToken cancellationToken) => Task.FromResult(new JournalPosition(0, 1));

        public async Task InsertAsync(long number, IReadOnlyList<FlowRows> batches, CancellationToken cancellationToken)
        {
            var transaction = new Transaction(batches.Sum(batch => (long)batch.Count), new(TaskCreationOptions.RunContinuationsAsynchronously));
            await _transactions.Writer.WriteAsync(transaction, cancellationToken);
            await transaction.Taken.Task.WaitAsync(Patience, cancellationToken);
        }

        public Task<(long Rows, long Applied)> CountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<LanePosition>> GetLanesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<LoggedFlows>> ReadPageAsync(
            LaneKey lane, long after, ExporterRegistry exporters, TextTable texts, IReadOnlyDictionary<int, ExporterKey> exporterKeys,
            CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
