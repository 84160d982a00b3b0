using Clarion.Storage.Sql;

namespace Clarion.Storage.Upkeep;

/// <summary>The rollups of the store. Their tables are created by migrations.</summary>
internal static class RollupFamilies
{
    private const uint FiveMinutes = 1;
    private const uint Hour = 12;
    private const uint Day = 288;

    /// <summary>Totals by exporter, with the bytes of internal ends and of those whose MAC was known.</summary>
    public static readonly RollupFamily SwitchUsage = new(
        "switch_usage", ["exporter"], [new("switch_usage_5m", FiveMinutes), new("switch_usage_1h", Hour)])
    {
        OwnMeasures =
        [
            new("internal_bytes", dialect => $"{Bytes(dialect)} * ({IsInternal("client_device", dialect)}::INTEGER + {IsInternal("server_device", dialect)}::INTEGER)"),
            new("identified_bytes", dialect => $"{Bytes(dialect)} * ({IsIdentified("client_device", dialect)}::INTEGER + {IsIdentified("server_device", dialect)}::INTEGER)"),
        ],
    };

    /// <summary>Observed group pairs by service.</summary>
    public static readonly RollupFamily SgtPairUsage = new(
        "sgt_pair_usage", ["client_sgt", "server_sgt", "protocol", "server_port"],
        [new("sgt_pair_usage_5m", FiveMinutes), new("sgt_pair_usage_1h", Hour)]);

    /// <summary>Everything that is neither an end nor a service: few keys, for what a campus has many of are ports.</summary>
    public static readonly RollupFamily SegmentUsage = new(
        "segment_usage", ["exporter", "vlan", "protocol", "application", "client_sgt", "server_sgt"],
        [new("segment_usage_5m", FiveMinutes), new("segment_usage_1h", Hour)]);

    /// <summary>Services, wherever they were seen.</summary>
    public static readonly RollupFamily ServiceUsage = new(
        "service_usage", ["protocol", "server_port", "application", "vlan"],
        [new("service_usage_5m", FiveMinutes), new("service_usage_1h", Hour)]);

    /// <summary>Everything that is not an end.</summary>
    public static readonly RollupFamily Traffic = new(
        "traffic", ["exporter", "protocol", "server_port", "vlan", "client_sgt", "server_sgt", "application"],
        [new("traffic_5m", FiveMinutes), new("traffic_1h", Hour)]);

    /// <summary>Totals by device.</summary>
    public static readonly RollupFamily DeviceUsage = new(
        "device_usage", ["device"], [new("device_usage_5m", FiveMinutes), new("device_usage_1h", Hour)])
    {
        ByDevice = true,
    };

    /// <summary>The largest pairs of devices of each run: bounded, with the error recorded beside them.</summary>
    public static readonly RollupFamily DevicePairs = new(
        "device_pairs", ["client_device", "server_device"], [new("device_pairs_5m", FiveMinutes), new("device_pairs_1h", Hour)])
    {
        BaseCondition = dialect => $"{IsInternal("client_device", dialect)} AND {IsInternal("server_device", dialect)}",
        KeepLargest = 2000,
    };

    /// <summary>Both ends, and all else that a conversation has but interfaces.</summary>
    public static readonly RollupFamily Conversations = new(
        "conversations",
        [
            "client", "server", "client_device", "server_device", "internal", "protocol", "server_port", "client_sgt", "server_sgt", "exporter",
            "vlan", "application",
        ],
        [new("conversations_1h", Hour), new("conversations_1d", Day)]);

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<RollupFamily> All =
        [SwitchUsage, SegmentUsage, SgtPairUsage, ServiceUsage, Traffic, DeviceUsage, DevicePairs, Conversations];

    /// <summary>Those that answer whatever has their keys, cheapest first.</summary>
    public static readonly IReadOnlyList<RollupFamily> ByCost = [SwitchUsage, SegmentUsage, SgtPairUsage, ServiceUsage, Traffic, Conversations];

    /// <summary>A condition: the device of an end is known, so the end is internal.</summary>
    public static string IsInternal(string device, SqlDialect dialect) => $"({device} <> {dialect.Constant(UInt128.Zero)})";

    /// <summary>A condition: the end is internal, and no MAC is known.</summary>
    public static string IsUnidentified(string device, SqlDialect dialect) => $"({IsInternal(device, dialect)} AND NOT {IsIdentified(device, dialect)})";

    // A device known by its MAC lies in 0:0:0:1::/64 (DeviceId).
    private static string IsIdentified(string device, SqlDialect dialect) =>
        $"({device} BETWEEN {dialect.Constant(UInt128.One << 64)} AND {dialect.Constant((UInt128.One << 64) + ulong.MaxValue)})";

    private static string Bytes(SqlDialect dialect) => $"({dialect.ToWide("bytes_up")} + {dialect.ToWide("bytes_down")})";
}
