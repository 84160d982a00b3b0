using System.Text.Json;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Json;
using Clarion.Connectors.PxGrid.Rest;
using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.Sessions;

/// <summary>Groups of users with a session. Its topic is reported to be silent on real ISEs, so what counts is the read.</summary>
internal sealed class UserGroupFeed(PxTopicInfo info, FeedContext context) : KeyedFeed<PxUserGroups>(info, context, context.Sink.UserGroupsAsync)
{
    private readonly ServiceClient _service = context.Service(info.Service);

    protected override IReadOnlyList<string> Properties => ["userGroups"];

    protected override FeedRecord<PxUserGroups> Read(ReadOnlyMemory<byte> json, ulong hash, string? operation)
    {
        var groups = JsonSerializer.Deserialize(json.Span, PxGridJson.Default.PxUserGroups) ?? throw new JsonException("No groups.");
        return new FeedRecord<PxUserGroups>(groups, groups.UserName, null, hash, IsDelete(operation));
    }

    protected override IAsyncEnumerable<byte[]> ReadAllAsync(CancellationToken cancellationToken) =>
        _service.StreamAsync("getUserGroups", ServiceQuery.None, "userGroups", cancellationToken);
}
