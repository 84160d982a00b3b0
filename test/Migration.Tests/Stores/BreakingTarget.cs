using System.Reflection;
using Clarion.Migration.Running;
using Clarion.Storage.Contracts;

namespace Clarion.Migration.Tests.Stores;

/// <summary>A store of which some call to write fails, before it has done anything or after it has done everything.</summary>
internal sealed class BreakingTarget
{
    private readonly int _at;
    private int _calls;

    /// <summary>Makes one.</summary>
    /// <param name="target">The store.</param>
    /// <param name="at">Number of the call that fails.</param>
    public BreakingTarget(MigrationTarget target, int at)
    {
        _at = at;
        Target = new MigrationTarget(
            Of(target.Flows), Of(target.Rollups), Of(target.Identity), Of(target.Directories), Of(target.Places), Of(target.TrustSec), Of(target.Archive),
            Of(target.Audit));
    }

    public MigrationTarget Target { get; }

    private T Of<T>(T inner)
        where T : class
    {
        var proxy = DispatchProxy.Create<T, Breaking>();
        var breaking = (Breaking)(object)proxy;
        (breaking.Inner, breaking.Owner) = (inner, this);
        return proxy;
    }

    private bool Breaks() => Interlocked.Increment(ref _calls) == _at;

#pragma warning disable CA1852 // A proxy is derived from it.
    internal class Breaking : DispatchProxy
#pragma warning restore CA1852
    {
        private static readonly string[] Writes = ["AppendAsync", "CommitAsync", "SaveAsync", "KeepAsync", "WriteAsync"];

        public object Inner { get; set; } = null!;

        public BreakingTarget Owner { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (!Writes.Contains(targetMethod!.Name) || !Owner.Breaks())
            {
                return targetMethod.Invoke(Inner, args);
            }

            // Of two calls one has done its work when the process dies.
            if (Owner._at % 2 == 0)
            {
                return Fail(targetMethod.ReturnType);
            }

            var done = (Task)targetMethod.Invoke(Inner, args)!;
            return targetMethod.ReturnType == typeof(Task)
                ? AfterAsync(done)
                : typeof(Breaking).GetMethod(nameof(AfterOfAsync), BindingFlags.NonPublic | BindingFlags.Static)!
                    .MakeGenericMethod(targetMethod.ReturnType.GetGenericArguments()).Invoke(null, [done]);
        }

        private static object Fail(Type type) => type == typeof(Task)
            ? Task.FromException(new StoreUnavailableException("broken"))
            : typeof(Task).GetMethods().Single(method => method is { Name: nameof(Task.FromException), IsGenericMethod: true })
                .MakeGenericMethod(type.GetGenericArguments()).Invoke(null, [new StoreUnavailableException("broken")])!;

        private static async Task AfterAsync(Task done)
        {
            await done;
            throw new StoreUnavailableException("broken");
        }

        private static async Task<T> AfterOfAsync<T>(Task done)
        {
            await done;
            throw new StoreUnavailableException("broken");
        }
    }
}

/// <summary>A store that another process writes to meanwhile.</summary>
internal sealed class MovingTarget(MigrationTarget target)
{
    public MigrationTarget Target => target with { Rollups = new Moving(target.Rollups) };

    private sealed class Moving(IRollupStore inner) : IRollupStore
    {
        private bool _moved;

        public Task<int> FixPartitionsAsync(int partitions, CancellationToken cancellationToken) => inner.FixPartitionsAsync(partitions, cancellationToken);

        public Task<PartitionWatermark> LoadWatermarkAsync(int partition, CancellationToken cancellationToken) => inner.LoadWatermarkAsync(partition, cancellationToken);

        public async Task CommitAsync(PartitionCommit commit, CancellationToken cancellationToken)
        {
            if (!_moved)
            {
                _moved = true;
                await inner.CommitAsync(commit with { Positions = [], Conversations = new ConversationRows([], [], [], []) }, cancellationToken);
            }

            await inner.CommitAsync(commit, cancellationToken);
        }

        public IAsyncEnumerable<CommittedRows> ReadCommitsAfterAsync(int partition, long afterCommit, CancellationToken cancellationToken) =>
            inner.ReadCommitsAfterAsync(partition, afterCommit, cancellationToken);

        public Task<ConversationRows> ReadRowsAsync(
            int partition, long afterCommit, IReadOnlyCollection<UInt128>? addresses, CancellationToken cancellationToken) =>
            inner.ReadRowsAsync(partition, afterCommit, addresses, cancellationToken);
    }
}
