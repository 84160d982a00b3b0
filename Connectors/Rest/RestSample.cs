using System.Text.Json;
using Clarion.Connectors.Rest.Devices;
using Clarion.Connectors.Rest.Feeds;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Connectors.Rest;

/// <summary>One kind of record, for a test.</summary>
/// <param name="Name">What it is, in the plural.</param>
/// <param name="Source">Where it is read.</param>
/// <param name="Map">What a record becomes, in words; or null and why it becomes nothing.</param>
internal sealed record RestSample(string Name, IRecordSource Source, Func<JsonElement, DateTimeOffset, (string? Text, string? Reason)> Map)
{
    /// <summary>A sample of devices.</summary>
    public static RestSample Devices(string name, IRecordSource source, RecordMapper<DeviceRecord> mapper) => new(name, source, (record, now) =>
    {
        var mapped = mapper(record, now);
        return (mapped.Record is { } device ? Words(device) : null, mapped.Reason);
    });

    /// <summary>A sample of sessions.</summary>
    public static RestSample Sessions(string name, IRecordSource source, RecordMapper<SessionChanged> mapper) => new(name, source, (record, now) =>
    {
        var mapped = mapper(record, now);
        return (mapped.Record is { } session
            ? $"{session.Device}: {session.State}, user {session.User?.Key ?? "none"}, addresses {string.Join(' ', session.Addresses)}."
            : null, mapped.Reason);
    });

    private static string Words(DeviceRecord device)
    {
        var interfaces = device.Interfaces.Select(i => i.Addresses.Count == 0 ? $"{i.Mac}" : $"{i.Mac} at {string.Join(' ', i.Addresses)}");
        var attributes = device.Attributes.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key} = {a.Value}");
        return $"{string.Join("; ", interfaces)}: {string.Join(", ", attributes)}.";
    }
}
