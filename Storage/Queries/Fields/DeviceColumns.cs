using Clarion.Correlation.Addresses;
using Clarion.Storage.Filters;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Queries.Fields;

/// <summary>Columns of the list of devices behind the fields of the device scope.</summary>
internal static class DeviceColumns
{
    // As RandomMac.IsLikely says: of the first octet the local bit is set, the group bit is not.
    private static readonly string IsRandom = FormattableString.Invariant($"(((mac >> 40) & 3) = 2")
        + string.Concat(RandomMac.ExplainedRanges.Select(range => FormattableString.Invariant($" AND NOT (mac BETWEEN {range.From} AND {range.To})"))) + ")";

    private static readonly Dictionary<string, SqlColumn[]> Columns = new(StringComparer.Ordinal)
    {
        ["device"] = [new("device", SqlType.UInt128)],
        ["mac"] = [new("mac", SqlType.UInt64)],
        ["ip"] = [new("address", SqlType.UInt128)],
        ["sgt"] = [new("sgt", SqlType.Int64)],
        ["switch"] = [new("switch", SqlType.UInt128)],
        ["interface"] = [new("interface", SqlType.Int64)],
        ["vlan"] = [new("vlan", SqlType.Int64)],
        ["first.seen"] = [new("first_seen_ms", SqlType.Int64)],
        ["last.seen"] = [new("last_seen_ms", SqlType.Int64)],
        ["flows"] = [new("flows", SqlType.Int64)],
        ["bytes.sent"] = [new("bytes_sent", SqlType.UInt64)],
        ["bytes.received"] = [new("bytes_received", SqlType.UInt64)],
        ["identified"] = [new("identified", SqlType.Boolean)],
        ["random.mac"] = [new(IsRandom, SqlType.Boolean)],
        ["merged"] = [new("merged_into <> ''", SqlType.Boolean)],
    };

    /// <summary>The columns of a field; null when devices have none.</summary>
    public static IReadOnlyList<SqlColumn>? Of(FilterField field) => Columns.GetValueOrDefault(field.Name);
}
