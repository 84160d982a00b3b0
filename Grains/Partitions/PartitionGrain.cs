using Clarion.Correlation.Identity;
using Clarion.Grains.Identity;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Partitions;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Clarion.Grains.Partitions;

/// <summary>
/// One ordered lane of the delta stream. Commit first, then tell: rollup rows and the watermark go into the store in one transaction,
/// and only committed rows are told to entities, numbered by commit. So a crash at any point leaves a store that is right, and entities
/// that catch up by reading the commits they have not checkpointed (docs/decisions/0003-commit-then-tell.md).
/// </summary>
[ImplicitStreamSubscription(ClarionStreams.DeltaNamespace)]
internal sealed partial class PartitionGrain(
    IGrainContext context,
    IRollupStore rollups,
    IEntityStore entities,
    AddressIndex sightings,
    IdentityIndex identity,
    ChangedAnswers changes,
    CheckpointTurn turn,
    DeviceResolver resolver,
    SightingFollower follower,
    IdentityIndexOptions identityOptions,
    IOptions<GrainsOptions> options,
    TimeProvider time,
    PartitionMetrics metrics,
    ILogger<PartitionGrain> logger)
    : Grain(context), IPartitionGrain, IStreamSubscriptionObserver, IAsyncObserver<DeltaBatch>
{
    private readonly LanePositions _lanes = new();
    private readonly OpenWindows _windows = new();
    private readonly QueueLedger _queue = new();
    private readonly CommitLag _lag = new(time);
    private readonly PendingBindings _bindings = new(sightings, identity, changes);
    private OpenConversations _open = new();
    private OpenConversations _spare = new();
    private EntityOutbox _outbox = null!;
    private EntityReferences _references = null!;
    private Reattribution _reattribution = null!;
    private PartitionCommit? _unconfirmed;
    private CollectedStates? _unwritten;
    private IGrainTimer _commitTimer = null!;
    private IGrainTimer _checkpointTimer = null!;
    private int _partition;
    private long _commitNumber;
    private long _entityCommitNumber;
    private long _appliedFlows;
    private long _duplicates;
    private long _refused;
    private long _gaps;
    private bool _caughtUp;
    private bool _isInStep;
    private string? _commitFault;
    private string? _checkpointFault;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _partition = (int)this.GetPrimaryKeyLong();
        changes.Open(_partition);
        _reattribution = new Reattribution(
            _partition, rollups, resolver, identity, changes, time, identityOptions.Window, options.Value.CommitInterval);
        await follower.FollowAsync(cancellationToken);
        _references = new EntityReferences(GrainFactory);
        _outbox = new EntityOutbox(_references, options.Value.FanOut);
        var watermark = await rollups.LoadWatermarkAsync(_partition, cancellationToken);
        _commitNumber = watermark.CommitNumber;
        _entityCommitNumber = watermark.EntityCommitNumber;
        _lanes.Load(watermark.Positions);
        _queue.Committed(watermark.Positions);
        metrics.Follow(_partition, _lag);

        var (interval, soon) = (options.Value.CommitInterval, options.Value.FirstCommit);
        var first = (interval < soon ? interval : soon) * (0.2 + 0.8 * Random.Shared.NextDouble());
        _commitTimer = this.RegisterGrainTimer(CommitInTimeAsync, new GrainTimerCreationOptions(first, interval) { KeepAlive = true });
        _checkpointTimer = this.RegisterGrainTimer(
            CheckpointInTurnAsync, new GrainTimerCreationOptions(UntilCheckpoint(), options.Value.CheckpointInterval) { KeepAlive = true });
    }

    /// <summary>Leaving in good order, what is open is committed; entities are told by the next activation.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        try
        {
            await CommitOpenAsync(mayCorrect: false, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _commitFault = Report(fault, _commitFault);
        }
        finally
        {
            // Also when time ran out: otherwise no other partition of the silo could search any more.
            changes.Close(_partition);
            metrics.Leave(_partition, _lag);
        }
    }

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<DeltaBatch>().ResumeAsync(this);

    public async Task OnNextAsync(DeltaBatch item, StreamSequenceToken? token = null)
    {
        var lane = new LaneKey(item.Gateway, item.Epoch, item.Worker);
        if (DeltaBatchCheck.FaultOf(item) is { } unusable)
        {
            Refuse(lane, item, unusable);
            return;
        }

        if (_open.Count >= options.Value.MaxOpenConversations)
        {
            await CommitAsync(CancellationToken.None);

            // The stream holds the batch and asks again; nothing is lost while the store is away.
            if (_open.Count >= 2 * options.Value.MaxOpenConversations)
            {
                throw new StoreUnavailableException($"Partition {_partition} cannot commit: {_commitFault}");
            }
        }

        _queue.Usable(lane, item);
        var messages = _windows.Take(lane, item);
        if (messages.Count == 0)
        {
            return;
        }

        switch (_lanes.Advance(lane, item.Sequence, item.Sequence - item.Skipped - 1))
        {
            case WindowVerdict.Known:
                _duplicates++;
                metrics.Duplicate(_partition);
                return;
            case WindowVerdict.Gap:
                if (_gaps++ == 0)
                {
                    Log.WindowGap(logger, _partition, item.Sequence, item.Gateway);
                }

                metrics.Gap(_partition);
                return;
        }

        _lag.Merged();
        foreach (var message in messages)
        {
            _bindings.Merge(message);
            var flows = _open.Merge(message);
            _appliedFlows += flows;
            metrics.Applied(flows, message.Conversations.Length);
        }
    }

    public Task OnErrorAsync(Exception ex)
    {
        Log.StreamFault(logger, _partition, ex);
        return Task.CompletedTask;
    }

    public async Task Flush()
    {
        await CommitAsync(CancellationToken.None);
        await CheckpointAsync(CancellationToken.None);
        if ((_commitFault ?? _checkpointFault) is { } fault)
        {
            throw new StoreUnavailableException($"Partition {_partition} could not be flushed: {fault}");
        }
    }

    public Task<PartitionStatus> GetStatus() => Task.FromResult(new PartitionStatus(
        _partition, _commitNumber, _entityCommitNumber, _open.Count, _appliedFlows, _duplicates, _refused, _lanes.ToStatus(),
        _commitFault ?? _checkpointFault)
    { GapBatches = _gaps, Gaps = _lanes.Gaps, Queue = _queue.Report, Silo = GrainContext.Address.SiloAddress });

    public Task<QueueAnswer> Settle(ReceiverReport report)
    {
        if (report.IsFull && _lanes.HasMoved)
        {
            // The receiver can take no more before something is committed. Not here: other calls may run in between.
            _commitTimer.Change(TimeSpan.Zero, options.Value.CommitInterval);
        }

        FollowQueue(report.Silo);

        return Task.FromResult(_queue.Answer(report, _lanes) with { Silo = GrainContext.Address.SiloAddress });
    }

    private void Refuse(LaneKey lane, DeltaBatch item, string reason)
    {
        _refused++;
        metrics.Refused(_partition);
        if (_queue.Refuse(lane, item, reason))
        {
            Log.Unusable(logger, _partition, item.Sequence, item.Gateway, reason);
        }
    }
}
