using System.Text.Json;
using System.Text.Json.Serialization;

namespace Clarion.Connectors.ActiveDirectory.Sync;

/// <summary>Up to where one controller was read.</summary>
/// <param name="Controller">Identity of its database.</param>
/// <param name="Usn">Its last change that was read.</param>
/// <param name="At">When, UTC.</param>
internal sealed record ControllerMark(string Controller, long Usn, DateTimeOffset At);

/// <summary>Where the connector left off. Which objects are known is not in it: that would be megabytes, and a full pass says it anew.</summary>
internal sealed record SyncCheckpoint
{
    /// <summary>Marks kept at most; the oldest go.</summary>
    public const int MostMarks = 32;

    /// <summary>DNS name of the domain.</summary>
    public required string Directory { get; init; }

    /// <summary>What was read: other options mean another content.</summary>
    public required string Scope { get; init; }

    /// <summary>When the last full pass that was believed began, UTC.</summary>
    public required DateTimeOffset FullPassAt { get; init; }

    /// <summary>Objects known, in the order of <see cref="Reading.DirectoryKind"/>.</summary>
    public required IReadOnlyList<int> Known { get; init; }

    /// <summary>Marks of controllers, the newest first.</summary>
    public required IReadOnlyList<ControllerMark> Marks { get; init; }

    /// <summary>Cookie of DirSync, base 64; null when it is not used.</summary>
    public string? Cookie { get; init; }

    /// <summary>Why the last full pass was not believed; null when it was.</summary>
    public string? Doubt { get; init; }

    /// <summary>Objects of each kind that the last full pass lacked, when it was not believed; empty when it was.</summary>
    public IReadOnlyList<int> Doubted { get; init; } = [];

    /// <summary>Tombstones were seen, so that deletions do not wait for the full pass.</summary>
    public bool SeesDeleted { get; init; }

    /// <summary>The mark of a controller; null when it was never read.</summary>
    public ControllerMark? Mark(string controller) => Marks.FirstOrDefault(m => string.Equals(m.Controller, controller, StringComparison.Ordinal));

    /// <summary>The same with a newer mark of one controller.</summary>
    public SyncCheckpoint With(ControllerMark mark) => this with
    {
        Marks = [mark, .. Marks.Where(m => !string.Equals(m.Controller, mark.Controller, StringComparison.Ordinal)).Take(MostMarks - 1)],
    };

    /// <summary>As text.</summary>
    public string Write() => JsonSerializer.Serialize(this, SyncCheckpointJson.Default.SyncCheckpoint);

    /// <summary>Of a text; null when there is none or it is none of ours, and everything is read anew.</summary>
    public static SyncCheckpoint? Read(string? text)
    {
        try
        {
            var read = string.IsNullOrEmpty(text) ? null : JsonSerializer.Deserialize(text, SyncCheckpointJson.Default.SyncCheckpoint);
            return read is { Directory: not null, Scope: not null, Known.Count: 4, Marks: not null } ? read with { Doubted = read.Doubted ?? [] } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>JSON of checkpoints, without reflection.</summary>
[JsonSerializable(typeof(SyncCheckpoint))]
internal sealed partial class SyncCheckpointJson : JsonSerializerContext;
