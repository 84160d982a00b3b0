using System.Runtime.CompilerServices;
using System.Text.Json;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Json;
using Clarion.Connectors.PxGrid.Rest;
using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.Radius;

/// <summary>Failed authentications. ISE can tell those since a moment.</summary>
internal sealed class RadiusFailureFeed(PxTopicInfo info, FeedContext context)
    : EventFeed<PxRadiusFailure>(info, context, context.Sink.RadiusFailuresAsync)
{
    // What happened while Clarion did not run. Later reads look back a little: two clocks differ.
    private static readonly TimeSpan FirstLook = TimeSpan.FromDays(1);
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(30);

    private readonly ServiceClient _service = context.Service(info.Service);
    private DateTimeOffset? _readAt;

    protected override IReadOnlyList<string> Properties => ["failures"];

    protected override FeedRecord<PxRadiusFailure> Read(ReadOnlyMemory<byte> json, ulong hash, string? operation)
    {
        var failure = JsonSerializer.Deserialize(json.Span, PxGridJson.Default.PxRadiusFailure) ?? throw new JsonException("No failure.");

        // One without an id is known by what it says.
        return new FeedRecord<PxRadiusFailure>(failure, failure.Id ?? "", failure.Timestamp, hash, false);
    }

    // Without a start ISE tells those of the last hour only.
    protected override async IAsyncEnumerable<byte[]> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = Context.Time.GetUtcNow();
        await foreach (var failure in ReadChangesAsync((_readAt - Overlap) ?? (now - FirstLook), cancellationToken).ConfigureAwait(false))
        {
            yield return failure;
        }

        _readAt = now;
    }

    protected override IAsyncEnumerable<byte[]> ReadChangesAsync(DateTimeOffset from, CancellationToken cancellationToken) =>
        _service.StreamAsync("getFailures", new ServiceQuery { StartTimestamp = from }, "failures", cancellationToken);
}
