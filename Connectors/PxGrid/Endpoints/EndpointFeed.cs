using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Rest;
using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.Endpoints;

/// <summary>Endpoints. ISE gives no event for what an operator edits, so the periodic read matters as much as the topic.</summary>
internal sealed class EndpointFeed(PxTopicInfo info, FeedContext context) : KeyedFeed<PxEndpoint>(info, context, context.Sink.EndpointsAsync)
{
    private const int Page = 1000;

    private readonly ServiceClient _service = context.Service(info.Service);

    protected override IReadOnlyList<string> Properties => ["endpoints", "endpoint"];

    protected override FeedRecord<PxEndpoint> Read(ReadOnlyMemory<byte> json, ulong hash, string? operation)
    {
        var endpoint = PxEndpoint.Parse(json);
        return new FeedRecord<PxEndpoint>(
            endpoint, endpoint.MacAddress is { } mac ? IseMac.Of(mac) : null, null, hash, IsDelete(endpoint.Operation ?? operation));
    }

    protected override IAsyncEnumerable<byte[]> ReadAllAsync(CancellationToken cancellationToken) => PagesAsync(
        start => _service.StreamAsync(
            "getEndpoints", new ServiceQuery { StartIndex = start, Count = Page, SkipConfigCheck = true }, "endpoints", cancellationToken),
        Page, cancellationToken);
}
