using System.Data.Common;
using System.Globalization;
using Clarion.Storage.Contracts;
using Clarion.Storage.Queries.Fields;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Queries;

/// <summary>The measures of an answer: how each table gives them, how they are summed, how they are read.</summary>
internal static class Measures
{
    /// <summary>Number of columns.</summary>
    public const int Count = 6;

    /// <summary>Columns of one row of conversations or a rollup.</summary>
    public const string OfRollups =
        "bytes_up::FLOAT8 + bytes_down::FLOAT8 AS bytes, packets_up::FLOAT8 + packets_down::FLOAT8 AS packets, raw_bytes, raw_packets, "
        + "flows_up + flows_down AS flows, denied_flows AS denied";

    /// <summary>Columns of one raw flow.</summary>
    public static string OfFlows(SqlDialect dialect) =>
        $"{FlowColumns.ScaledBytes} AS bytes, {FlowColumns.ScaledPackets} AS packets, "
        + $"{dialect.ToSigned("bytes")} AS raw_bytes, {dialect.ToSigned("packets")} AS raw_packets, "
        + $"1::BIGINT AS flows, ({FlowColumns.Denied})::INTEGER::BIGINT AS denied";

    /// <summary>The sums, under the same names. Floating-point sums of whole numbers below 2^53 are exact in any order.</summary>
    public const string Sums =
        "coalesce(sum(bytes), 0)::FLOAT8 AS bytes, coalesce(sum(packets), 0)::FLOAT8 AS packets, "
        + "least(coalesce(sum(raw_bytes), 0), 9223372036854775807)::BIGINT AS raw_bytes, "
        + "least(coalesce(sum(raw_packets), 0), 9223372036854775807)::BIGINT AS raw_packets, "
        + "coalesce(sum(flows), 0)::BIGINT AS flows, coalesce(sum(denied), 0)::BIGINT AS denied";

    /// <summary>
    /// The condition on a group to be there at all: rows that were withdrawn leave nothing, or, of bounded rollups that did not keep what is withdrawn,
    /// less than nothing.
    /// </summary>
    public const string Anything = "sum(flows) > 0";

    /// <summary>
    /// The same of a step in time. A row that was counted in a coarser level and is taken back in a finer one leaves less than nothing in its step; left out, the
    /// steps would not add up to the total.
    /// </summary>
    public const string AnythingOrTakenBack = "sum(flows) <> 0";

    /// <summary>Reads the columns of <see cref="Sums"/>.</summary>
    public static FlowMeasures Read(DbDataReader reader, int first) => new(
        Flows: reader.GetInt64(first + 4),
        Bytes: reader.GetDouble(first),
        Packets: reader.GetDouble(first + 1),
        RawBytes: reader.GetInt64(first + 2),
        RawPackets: reader.GetInt64(first + 3),
        DeniedFlows: reader.GetInt64(first + 5));

    /// <summary>Reads a moment written in Unix seconds.</summary>
    public static DateTimeOffset Time(DbDataReader reader, int column) =>
        DateTimeOffset.FromUnixTimeSeconds(Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture));
}
