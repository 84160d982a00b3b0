using Clarion.Connectors.Contract;
using Clarion.Connectors.Facts;
using Clarion.Connectors.PxGrid.Anc;
using Clarion.Connectors.PxGrid.Endpoints;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Radius;
using Clarion.Connectors.PxGrid.Sessions;
using Clarion.Connectors.PxGrid.Sxp;
using Clarion.Connectors.PxGrid.Topics;
using Clarion.Connectors.PxGrid.TrustSec;
using Clarion.Correlation.Access;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.TrustSec;
using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>
/// Turns what pxGrid brings into facts. The topics come side by side, the receiver takes one call after the other; and what it does not take stays to
/// be told, since the client offers the same batch again.
/// </summary>
internal sealed class FactSink(IConnectorSink receiver, Func<DomainNames> domains, MappingTally tally, TimeProvider time, ILogger logger) : IPxGridSink, IDisposable
{
    // Facts per call of the receiver.
    private const int BatchFacts = 500;

    // Lines: s device session-id, x prefix vpn, g group.
    private const string CheckpointHeader = "pxgrid 1";

    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _one = new(1);
    private readonly SessionDevices _sessions = new();
    private readonly DeviceDescriptions _devices = new();
    private readonly SxpMappings _sxp = new();
    private readonly GroupNames _groups = new();
    private readonly TrustSecConfiguration _trustSec = new();
    private readonly UserGroups _userGroups = new();
    private bool _recalled;
    private bool _trustSecRecalled;
    private bool _usersRecalled;
    private bool _unsaved;

    public ValueTask SessionsAsync(PxBatch<PxSession> batch, CancellationToken cancellationToken) =>
        TellAsync(batch.Topic, () => _sessions.Map(batch.Changes, batch.ReceivedAt, domains()), cancellationToken);

    public ValueTask EndpointsAsync(PxBatch<PxEndpoint> batch, CancellationToken cancellationToken) =>
        TellAsync(batch.Topic, () => _devices.Map(batch.Changes, batch.ReceivedAt), cancellationToken);

    public ValueTask AncEndpointsAsync(PxBatch<PxAncEndpoint> batch, CancellationToken cancellationToken) =>
        TellAsync(batch.Topic, () => _devices.Map(batch.Changes, batch.ReceivedAt), cancellationToken);

    public ValueTask ProfilesAsync(PxBatch<PxProfile> batch, CancellationToken cancellationToken) =>
        TellAsync(batch.Topic, () => _devices.Map(batch.Changes, batch.ReceivedAt), cancellationToken);

    public async ValueTask SecurityGroupsAsync(PxBatch<PxSecurityGroup> batch, CancellationToken cancellationToken)
    {
        await TellAsync(batch.Topic, () => _groups.Map(batch.Changes, batch.ReceivedAt), cancellationToken).ConfigureAwait(false);

        // What cannot be used is counted already.
        await TellAsync(batch.Topic, () => _trustSec.Map(batch.Changes, batch.ReceivedAt) with { Skipped = 0 }, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask SecurityGroupAclsAsync(PxBatch<PxSecurityGroupAcl> batch, CancellationToken cancellationToken) =>
        TellAsync(batch.Topic, () => _trustSec.Map(batch.Changes, batch.ReceivedAt), cancellationToken);

    public ValueTask EgressPoliciesAsync(PxBatch<PxEgressPolicy> batch, CancellationToken cancellationToken) =>
        TellAsync(batch.Topic, () => _trustSec.Map(batch.Changes, batch.ReceivedAt), cancellationToken);

    public ValueTask PolicyDownloadsAsync(PxBatch<PxPolicyDownload> batch, CancellationToken cancellationToken) => TellAsync(
        batch.Topic,
        () => new TrustSecBatch(
            new TrustSecUpdate { Downloads = [.. batch.Changes.Select(change => TrustSecMapping.Of(change.Record, batch.ReceivedAt))] }, () => { }),
        cancellationToken);

    public ValueTask SxpBindingsAsync(PxBatch<PxSxpBinding> batch, CancellationToken cancellationToken) =>
        TellAsync(batch.Topic, () => _sxp.Map(batch.Changes, batch.ReceivedAt), cancellationToken);

    public async ValueTask RadiusFailuresAsync(PxBatch<PxRadiusFailure> batch, CancellationToken cancellationToken)
    {
        if (batch.Changes is [.., var last])
        {
            await TellAsync(batch.Changes.Select(change => AccessMapping.Of(change.Record, batch.ReceivedAt)), cancellationToken).ConfigureAwait(false);
            tally.Happen(batch.Topic, batch.Changes.Count, AccessMapping.Words(last.Record));
        }
    }

    public ValueTask AncOperationsAsync(PxBatch<PxAncOperation> batch, CancellationToken cancellationToken) =>
        TellAsync(batch.Changes.Select(change => AccessMapping.Of(change.Record, batch.ReceivedAt)), cancellationToken);

    public ValueTask UserGroupsAsync(PxBatch<PxUserGroups> batch, CancellationToken cancellationToken) =>
        TellAsync(() => _userGroups.Map(batch.Changes, batch.ReceivedAt, domains()), cancellationToken);

    public ValueTask MarkAsync(PxMark mark, CancellationToken cancellationToken) => (mark.Kind, mark.Topic) switch
    {
        (PxMarkKind.SnapshotEnds, PxTopic.Sessions) => EndEarlierAsync(mark.Topic, _sessions.EndEarlier, _sessions.EarlierLosses, cancellationToken),
        (PxMarkKind.SnapshotEnds, PxTopic.SxpBindings) => EndEarlierAsync(mark.Topic, _sxp.EndEarlier, _sxp.EarlierLosses, cancellationToken),
        (PxMarkKind.SnapshotEnds, PxTopic.SecurityGroups) => EndGroupsAsync(cancellationToken),
        (PxMarkKind.SnapshotEnds, PxTopic.SecurityGroupAcls) => EndEarlierAsync(mark.Topic, TrustSecKind.Acl, cancellationToken),
        (PxMarkKind.SnapshotEnds, PxTopic.EgressPolicies) => EndEarlierAsync(mark.Topic, TrustSecKind.Cell, cancellationToken),
        (PxMarkKind.SnapshotEnds, PxTopic.UserGroups) => EndUserGroupsAsync(cancellationToken),
        _ => ValueTask.CompletedTask,
    };

    /// <summary>Keeps the checkpoint at most a minute behind, until cancelled.</summary>
    public async Task KeepSavedAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(CheckpointInterval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await SaveAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                // Facts are not held up by it; the next minute tries again.
                PxGridLog.CheckpointFailed(logger, fault);
            }
        }
    }

    /// <summary>What an earlier run told and full reads lack, more than is believed, is gone indeed, an operator says; the next full read ends it. Thread-safe.</summary>
    /// <returns>False when nothing is doubted.</returns>
    public bool AcceptLoss() => _sessions.EarlierLosses.Accept() | _sxp.EarlierLosses.Accept() | _groups.EarlierLosses.Accept() | _trustSec.AcceptLoss()
        | _userGroups.EarlierLosses.Accept();

    public void Dispose() => _one.Dispose();

    private ValueTask TellAsync(PxTopic topic, Func<FactBatch> map, CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            if (!_recalled)
            {
                Recall(await receiver.ReadCheckpointAsync(cancellationToken).ConfigureAwait(false));
                _recalled = true;
            }

            var batch = map();
            foreach (var facts in batch.Facts.Chunk(BatchFacts))
            {
                await receiver.TakeAsync(facts, cancellationToken).ConfigureAwait(false);
            }

            batch.Taken();
            tally.Skip(topic, batch.Skipped, batch.LastSkip);
            _unsaved |= batch.Facts.Count > 0;
        },
        cancellationToken);

    private ValueTask TellAsync(PxTopic topic, Func<TrustSecBatch> map, CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            if (!_trustSecRecalled)
            {
                _trustSec.Recall(await receiver.ReadTrustSecAsync(cancellationToken).ConfigureAwait(false));
                _trustSecRecalled = true;
            }

            var batch = map();
            if (batch.Update.Records.Count + batch.Update.Removed.Count + batch.Update.Downloads.Count > 0)
            {
                await receiver.TakeAsync(batch.Update, cancellationToken).ConfigureAwait(false);
            }

            batch.Taken();
            tally.Skip(topic, batch.Skipped, batch.LastSkip);
        },
        cancellationToken);

    private ValueTask TellAsync(Func<(ReportedGroupsUpdate Update, Action Taken)> map, CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            if (!_usersRecalled)
            {
                _userGroups.Recall(await receiver.ReadReportedUsersAsync(cancellationToken).ConfigureAwait(false));
                _usersRecalled = true;
            }

            var (update, taken) = map();
            if (update.Users.Count + update.Removed.Count > 0)
            {
                await receiver.TakeAsync(update, cancellationToken).ConfigureAwait(false);
            }

            taken();
        },
        cancellationToken);

    private ValueTask TellAsync(IEnumerable<AccessEvent> events, CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            foreach (var part in events.Chunk(BatchFacts))
            {
                await receiver.TakeAsync(part, cancellationToken).ConfigureAwait(false);
            }
        },
        cancellationToken);

    // The topics come side by side, the receiver takes one call after the other.
    private async ValueTask AloneAsync(Func<ValueTask> tell, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await tell().ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    private async ValueTask EndEarlierAsync(
        PxTopic topic, Func<DateTimeOffset, FactBatch> end, LossJudge losses, CancellationToken cancellationToken)
    {
        await TellAsync(topic, () => end(time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        tally.Doubt(topic, losses.Doubted);
        await SaveAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask EndEarlierAsync(PxTopic topic, TrustSecKind kind, CancellationToken cancellationToken)
    {
        await TellAsync(topic, () => _trustSec.EndEarlier(kind), cancellationToken).ConfigureAwait(false);
        tally.Doubt(topic, _trustSec.EarlierLosses(kind).Doubted);
    }

    private async ValueTask EndUserGroupsAsync(CancellationToken cancellationToken)
    {
        await TellAsync(_userGroups.EndEarlier, cancellationToken).ConfigureAwait(false);
        tally.Doubt(PxTopic.UserGroups, _userGroups.EarlierLosses.Doubted);
    }

    // Two things are made of groups; both lack the same.
    private async ValueTask EndGroupsAsync(CancellationToken cancellationToken)
    {
        await EndEarlierAsync(PxTopic.SecurityGroups, _groups.EndEarlier, _groups.EarlierLosses, cancellationToken).ConfigureAwait(false);
        await EndEarlierAsync(PxTopic.SecurityGroups, TrustSecKind.Group, cancellationToken).ConfigureAwait(false);
        tally.Doubt(PxTopic.SecurityGroups, Math.Max(_groups.EarlierLosses.Doubted, _trustSec.EarlierLosses(TrustSecKind.Group).Doubted));
    }

    // Groups first: they are few, and sessions end by their age in the worst case.
    private ValueTask SaveAsync(CancellationToken cancellationToken) => AloneAsync(
        async () =>
        {
            if (_unsaved)
            {
                var lines = _groups.Lines().Select(g => "g " + g).Concat(_sxp.Lines().Select(x => "x " + x)).Concat(_sessions.Lines().Select(s => "s " + s));
                await receiver.WriteCheckpointAsync(FactCheckpoint.Write(CheckpointHeader, lines), cancellationToken).ConfigureAwait(false);
                _unsaved = false;
            }
        },
        cancellationToken);

    private void Recall(string? checkpoint)
    {
        foreach (var line in FactCheckpoint.Read(CheckpointHeader, checkpoint))
        {
            switch (line)
            {
                case ['g', ' ', .. var group]:
                    _groups.Recall(group);
                    break;
                case ['x', ' ', .. var binding]:
                    _sxp.Recall(binding);
                    break;
                case ['s', ' ', .. var session]:
                    _sessions.Recall(session);
                    break;
            }
        }
    }
}
