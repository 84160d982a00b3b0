using System.Globalization;
using Clarion.Connectors.Contract;
using Clarion.Connectors.PxGrid.Anc;
using Clarion.Connectors.PxGrid.Endpoints;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Radius;
using Clarion.Connectors.PxGrid.Sessions;
using Clarion.Connectors.PxGrid.Sxp;
using Clarion.Connectors.PxGrid.Topics;
using Clarion.Connectors.PxGrid.TrustSec;
using Clarion.Correlation.Identity.Accounts;

namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>
/// Turns what pxGrid brings into facts. The topics come side by side, the receiver takes one call after the other; and what it does not take stays to
/// be told, since the client offers the same batch again.
/// </summary>
internal sealed class FactSink(IConnectorSink receiver, Func<DomainNames> domains, MappingTally tally) : IPxGridSink, IDisposable
{
    // Facts per call of the receiver.
    private const int BatchFacts = 500;

    private readonly SemaphoreSlim _one = new(1);
    private readonly SessionDevices _sessions = new();
    private readonly DeviceDescriptions _devices = new();
    private readonly SxpMappings _sxp = new();
    private readonly GroupNames _groups = new();

    public ValueTask SessionsAsync(PxBatch<PxSession> batch, CancellationToken cancellationToken) =>
        TellAsync(batch.Topic, () => _sessions.Map(batch.Changes, batch.ReceivedAt, domains()), cancellationToken);

    public ValueTask EndpointsAsync(PxBatch<PxEndpoint> batch, CancellationToken cancellationToken) =>
        TellAsync(batch.Topic, () => _devices.Map(batch.Changes, batch.ReceivedAt), cancellationToken);

    public ValueTask AncEndpointsAsync(PxBatch<PxAncEndpoint> batch, CancellationToken cancellationToken) =>
        TellAsync(batch.Topic, () => _devices.Map(batch.Changes, batch.ReceivedAt), cancellationToken);

    public ValueTask ProfilesAsync(PxBatch<PxProfile> batch, CancellationToken cancellationToken) =>
        TellAsync(batch.Topic, () => _devices.Map(batch.Changes, batch.ReceivedAt), cancellationToken);

    public ValueTask SecurityGroupsAsync(PxBatch<PxSecurityGroup> batch, CancellationToken cancellationToken) =>
        TellAsync(batch.Topic, () => _groups.Map(batch.Changes, batch.ReceivedAt), cancellationToken);

    public ValueTask SxpBindingsAsync(PxBatch<PxSxpBinding> batch, CancellationToken cancellationToken) =>
        TellAsync(batch.Topic, () => _sxp.Map(batch.Changes, batch.ReceivedAt), cancellationToken);

    public ValueTask RadiusFailuresAsync(PxBatch<PxRadiusFailure> batch, CancellationToken cancellationToken)
    {
        if (batch.Changes is [.., var last])
        {
            tally.Happen(batch.Topic, batch.Changes.Count, Words(last.Record));
        }

        return ValueTask.CompletedTask;
    }

    public void Dispose() => _one.Dispose();

    private async ValueTask TellAsync(PxTopic topic, Func<FactBatch> map, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var batch = map();
            foreach (var facts in batch.Facts.Chunk(BatchFacts))
            {
                await receiver.TakeAsync(facts, cancellationToken).ConfigureAwait(false);
            }

            batch.Taken();
            tally.Skip(topic, batch.Skipped, batch.LastSkip);
        }
        finally
        {
            _one.Release();
        }
    }

    private static string Words(PxRadiusFailure failure)
    {
        var when = failure.Timestamp?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        string?[] parts = [failure.FailureReason, failure.UserName, failure.MacAddress ?? failure.CallingStationId, failure.NasIpAddress, failure.NasPortId, when];
        return BoundedText.Of(string.Join(", ", parts.Select(BoundedText.Of).Where(p => p.Length > 0)));
    }
}
