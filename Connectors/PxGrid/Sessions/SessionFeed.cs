using System.Text.Json;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Json;
using Clarion.Connectors.PxGrid.Rest;
using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.Sessions;

/// <summary>The session directory.</summary>
internal sealed class SessionFeed(PxTopicInfo info, FeedContext context) : Feed<PxSession>(info, context, context.Sink.SessionsAsync)
{
    // An end is remembered for as long as a recovery may reach back.
    private static readonly TimeSpan EndMemory = TimeSpan.FromHours(2);

    private readonly SessionTable _table = new(context.Limits.Records);
    private readonly ServiceClient _service = context.Service(info.Service);

    public override int Count => _table.Count;

    public override long Refused => _table.Refused;

    protected override long Version => _table.Version;

    protected override IReadOnlyList<string> Properties => ["sessions", "session"];

    public override Task ApplyAsync(FeedMessage message, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        _table.Now = Context.Time.GetUtcNow();
        _table.Forget(_table.Now - EndMemory);
        return base.ApplyAsync(message, receivedAt, cancellationToken);
    }

    protected override FeedRecord<PxSession> Read(ReadOnlyMemory<byte> json, ulong hash, string? operation)
    {
        var session = JsonSerializer.Deserialize(json.Span, PxGridJson.Default.PxSession) ?? throw new JsonException("No session.");

        // The same moment in another time zone is no change: nodes need not agree on theirs.
        var content = ContentHash.Of(json.Span, "timestamp"u8);
        return new FeedRecord<PxSession>(session with { ContentHash = content }, session.Key, session.Timestamp, content, session.IsDisconnected);
    }

    protected override PxChange<PxSession>? Apply(in FeedRecord<PxSession> record) => _table.Apply(record.Value);

    protected override IReadOnlyList<string> Untouched(long version) => _table.Untouched(version);

    protected override PxChange<PxSession>? End(string key) => _table.End(key);

    protected override IAsyncEnumerable<byte[]> ReadAllAsync(CancellationToken cancellationToken) =>
        _service.StreamAsync("getSessions", ServiceQuery.None, "sessions", cancellationToken);

    protected override IAsyncEnumerable<byte[]> ReadChangesAsync(DateTimeOffset from, CancellationToken cancellationToken) =>
        _service.StreamAsync("getSessionsForRecovery", new ServiceQuery { StartTimestamp = from }, "sessions", cancellationToken);
}
