using System.Text.Json;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Json;
using Clarion.Connectors.PxGrid.Rest;
using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.Endpoints;

/// <summary>Profiling policies: what profiles there are, not which endpoint has which.</summary>
internal sealed class ProfileFeed(PxTopicInfo info, FeedContext context) : KeyedFeed<PxProfile>(info, context, context.Sink.ProfilesAsync)
{
    private readonly ServiceClient _service = context.Service(info.Service);

    protected override IReadOnlyList<string> Properties => ["profile", "profiles"];

    protected override FeedRecord<PxProfile> Read(ReadOnlyMemory<byte> json, ulong hash, string? operation)
    {
        var profile = JsonSerializer.Deserialize(json.Span, PxGridJson.Default.PxProfile) ?? throw new JsonException("No profile.");
        return new FeedRecord<PxProfile>(profile, profile.Id ?? profile.Name, null, hash, IsDelete(operation));
    }

    protected override IAsyncEnumerable<byte[]> ReadAllAsync(CancellationToken cancellationToken) =>
        _service.StreamAsync("getProfiles", ServiceQuery.None, "profiles", cancellationToken);
}
