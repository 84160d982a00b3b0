using System.Text.Json;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Json;
using Clarion.Connectors.PxGrid.Rest;
using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.Anc;

/// <summary>
/// Endpoints under an ANC policy. The topic tells of operations only, not which policy holds afterwards, so each operation that succeeded
/// is followed by the question what holds for its endpoint.
/// </summary>
internal sealed class AncFeed(PxTopicInfo info, FeedContext context) : KeyedFeed<PxAncEndpoint>(info, context, context.Sink.AncEndpointsAsync)
{
    private readonly ServiceClient _service = context.Service(info.Service);
    private readonly DuplicateFilter _told = new(context.Limits.RememberedEvents, context.Times.DuplicateMemory, context.Time);
    private readonly HashSet<string> _unasked = new(StringComparer.OrdinalIgnoreCase);

    protected override IReadOnlyList<string> Properties => ["endpoints"];

    public override FeedMessage Parse(ReadOnlyMemory<byte> body)
    {
        var operation = JsonSerializer.Deserialize(body.Span, PxGridJson.Default.PxAncOperation) ?? throw new JsonException("No operation.");
        var hash = ContentHash.Of(body.Span);
        var record = new FeedRecord<PxAncOperation>(operation, operation.OperationId, null, hash, false);
        return operation.OperationId is null
            ? new FeedMessage<PxAncOperation>(null, hash, null, 1, [])
            : new FeedMessage<PxAncOperation>(null, hash, null, 0, [record]);
    }

    public override async Task ApplyAsync(FeedMessage message, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        foreach (var record in ((FeedMessage<PxAncOperation>)message).Records)
        {
            // An operation never runs twice: the same word about it is a second delivery.
            if (_told.Seen(record.Key!, null, record.Hash))
            {
                Duplicates++;
                continue;
            }

            var operation = record.Value;
            if (operation is { Succeeded: true, MacAddress.Length: > 0 })
            {
                operation = await WithPolicyAsync(operation, cancellationToken).ConfigureAwait(false);
            }

            var batch = new PxBatch<PxAncOperation>(
                Info.Topic, PxOrigin.Event, receivedAt, null, [new PxChange<PxAncOperation>(PxChangeKind.Current, operation)]);
            await Context.DeliverAsync(Info, c => Context.Sink.AncOperationsAsync(batch, c), cancellationToken).ConfigureAwait(false);
        }

        foreach (var mac in _unasked.ToList())
        {
            await AskAsync(mac, cancellationToken).ConfigureAwait(false);
            _unasked.Remove(mac);
        }
    }

    // Whether ISE answers or not, the operation is told; if not, the endpoint is asked for once more, and that fault counts.
    private async Task<PxAncOperation> WithPolicyAsync(PxAncOperation operation, CancellationToken cancellationToken)
    {
        var mac = IseMac.Of(operation.MacAddress!);
        try
        {
            return operation with { PolicyName = await AskAsync(mac, cancellationToken).ConfigureAwait(false) ?? "" };
        }
        catch (Exception fault) when (fault is PxGridException or JsonException)
        {
            _unasked.Add(mac);
            return operation;
        }
    }

    protected override FeedRecord<PxAncEndpoint> Read(ReadOnlyMemory<byte> json, ulong hash, string? operation)
    {
        var endpoint = JsonSerializer.Deserialize(json.Span, PxGridJson.Default.PxAncEndpoint) ?? throw new JsonException("No endpoint.");
        return new FeedRecord<PxAncEndpoint>(endpoint, endpoint.MacAddress is { Length: > 0 } mac ? IseMac.Of(mac) : null, null, hash, false);
    }

    protected override async IAsyncEnumerable<byte[]> ReadAllAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The younger method names the access device too; what it does not know it answers with 404 before the first element.
        var method = "getEndpointPolicies";
        await using (var probe = _service.StreamAsync(method, ServiceQuery.None, "endpoints", cancellationToken).GetAsyncEnumerator(cancellationToken))
        {
            bool more;
            try
            {
                more = await probe.MoveNextAsync().ConfigureAwait(false);
            }
            catch (PxGridException fault) when (fault.Problem == PxGridProblem.NotOffered)
            {
                method = "getEndpoints";
                more = false;
            }

            for (; more; more = await probe.MoveNextAsync().ConfigureAwait(false))
            {
                yield return probe.Current;
            }
        }

        if (method == "getEndpoints")
        {
            await foreach (var element in _service.StreamAsync(method, ServiceQuery.None, "endpoints", cancellationToken).ConfigureAwait(false))
            {
                yield return element;
            }
        }
    }

    private async Task<string?> AskAsync(string mac, CancellationToken cancellationToken)
    {
        var answer = await _service.GetAsync("getEndpointByMacAddress", new ServiceQuery { MacAddress = mac }, cancellationToken).ConfigureAwait(false);
        var endpoint = answer is null
            ? new FeedRecord<PxAncEndpoint>(new PxAncEndpoint { MacAddress = mac }, mac, null, 0, true)
            : Read(answer, ContentHash.Of(answer), null) with { Key = mac };
        var change = Apply(endpoint);
        if (change is { } one)
        {
            await DeliverAsync(PxOrigin.Event, Context.Time.GetUtcNow(), null, [one], cancellationToken).ConfigureAwait(false);
        }

        return endpoint.Value.PolicyName;
    }
}
