using System.Runtime.CompilerServices;
using Clarion.Flows;
using Clarion.Gateway.Tests.Folding;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Tests.Delivery;

/// <summary>The flow log in memory. <see cref="Fault"/>, while set, makes every append fail before anything is written.</summary>
internal sealed class InMemoryFlowStore : IFlowStore
{
    private readonly Lock _gate = new();
    private readonly List<(FlowWindow Window, FlowRow[] Rows)> _log = [];
    private volatile Exception? _fault;
    private int _attempts;

    public Exception? Fault
    {
        get => _fault;
        set => _fault = value;
    }

    /// <summary>Appends tried.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    /// <summary>Appends that wrote.</summary>
    public int Transactions { get; private set; }

    public IReadOnlyList<(FlowWindow Window, FlowRow[] Rows)> Log
    {
        get
        {
            lock (_gate)
            {
                return [.. _log];
            }
        }
    }

    public long Flows => Log.Sum(l => (long)l.Rows.Length);

    public void Add(FlowWindow window, params FlowRow[] rows) => _log.Add((window, rows));

    /// <summary>Retention: forgets windows up to a number.</summary>
    public void Forget(LaneKey lane, long upTo) => _log.RemoveAll(l => l.Window.Lane == lane && l.Window.Sequence <= upTo);

    public Task AppendAsync(IReadOnlyList<LoggedFlows> batches, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _attempts);
        if (_fault is { } fault)
        {
            return Task.FromException(fault);
        }

        lock (_gate)
        {
            Transactions++;
            foreach (var batch in batches)
            {
                _log.Add((batch.Window, [.. Enumerable.Range(0, batch.Flows.Count).Select(i => FlowRow.Read(batch.Flows, i))]));
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<LanePosition>> GetLanesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LanePosition>>(
            [.. Log.GroupBy(l => l.Window.Lane).Select(g => new LanePosition(g.Key, g.Max(l => l.Window.Sequence)))]);

    public async IAsyncEnumerable<LoggedFlows> ReadAfterAsync(
        LaneKey lane, long afterSequence, ExporterRegistry exporters, TextTable texts,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (window, rows) in Log.Where(l => l.Window.Lane == lane && l.Window.Sequence > afterSequence).OrderBy(l => l.Window.Sequence))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new LoggedFlows(window, FlowRow.Batch(exporters, rows));
        }

        await Task.CompletedTask;
    }

    public Task<long> CountStoredAsync(CancellationToken cancellationToken) => Task.FromResult(Flows);
}
