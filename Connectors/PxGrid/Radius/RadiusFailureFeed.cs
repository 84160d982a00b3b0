using System.Text.Json;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Json;
using Clarion.Connectors.PxGrid.Rest;
using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.Radius;

/// <summary>Failed authentications. ISE can tell those of the last hour, and those since a moment.</summary>
internal sealed class RadiusFailureFeed(PxTopicInfo info, FeedContext context)
    : EventFeed<PxRadiusFailure>(info, context, context.Sink.RadiusFailuresAsync)
{
    private readonly ServiceClient _service = context.Service(info.Service);

    protected override IReadOnlyList<string> Properties => ["failures"];

    protected override FeedRecord<PxRadiusFailure> Read(ReadOnlyMemory<byte> json, ulong hash, string? operation)
    {
        var failure = JsonSerializer.Deserialize(json.Span, PxGridJson.Default.PxRadiusFailure) ?? throw new JsonException("No failure.");

        // One without an id is known by what it says.
        return new FeedRecord<PxRadiusFailure>(failure, failure.Id ?? "", failure.Timestamp, hash, false);
    }

    protected override IAsyncEnumerable<byte[]> ReadAllAsync(CancellationToken cancellationToken) =>
        _service.StreamAsync("getFailures", ServiceQuery.None, "failures", cancellationToken);

    protected override IAsyncEnumerable<byte[]> ReadChangesAsync(DateTimeOffset from, CancellationToken cancellationToken) =>
        _service.StreamAsync("getFailures", new ServiceQuery { StartTimestamp = from }, "failures", cancellationToken);
}
