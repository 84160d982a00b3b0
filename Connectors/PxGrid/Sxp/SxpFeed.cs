using System.Text.Json;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Json;
using Clarion.Connectors.PxGrid.Rest;
using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.Sxp;

/// <summary>SXP bindings.</summary>
internal sealed class SxpFeed(PxTopicInfo info, FeedContext context) : KeyedFeed<PxSxpBinding>(info, context, context.Sink.SxpBindingsAsync)
{
    private readonly ServiceClient _service = context.Service(info.Service);

    protected override IReadOnlyList<string> Properties => ["binding", "bindings"];

    protected override FeedRecord<PxSxpBinding> Read(ReadOnlyMemory<byte> json, ulong hash, string? operation)
    {
        var binding = JsonSerializer.Deserialize(json.Span, PxGridJson.Default.PxSxpBinding) ?? throw new JsonException("No binding.");
        return new FeedRecord<PxSxpBinding>(binding, binding.Key, null, hash, IsDelete(operation));
    }

    protected override IAsyncEnumerable<byte[]> ReadAllAsync(CancellationToken cancellationToken) =>
        _service.StreamAsync("getBindings", ServiceQuery.None, "bindings", cancellationToken);
}
