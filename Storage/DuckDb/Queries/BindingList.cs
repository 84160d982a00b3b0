using Clarion.Correlation.Bindings;
using Clarion.Flows;
using Clarion.Storage.DuckDb.Queries.Sql;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Queries;

/// <summary>Who held an address, and when.</summary>
internal static class BindingList
{
    /// <summary>The intervals of an address, newest first; of one moment when one is given.</summary>
    public static IReadOnlyList<Binding> Read(DuckDBConnection connection, IpAddr address, DateTimeOffset? at)
    {
        var values = new SqlValues();
        var condition = $"address = {values.Add(address.Value, SqlType.UInt128)}";
        if (at is { } time)
        {
            condition += $" AND {values.Add(time.ToUnixTimeMilliseconds())} BETWEEN first_ms AND last_ms";
        }

        using var command = values.Command(connection, $"""
            SELECT mac, first_ms, last_ms, source, exporter, interface, vlan FROM bindings
            WHERE {condition} ORDER BY last_ms DESC, first_ms DESC, mac
            """);
        using var reader = command.ExecuteReader();
        var bindings = new List<Binding>();
        while (reader.Read())
        {
            bindings.Add(new Binding(
                address,
                new MacAddr(reader.GetFieldValue<ulong>(0)),
                reader.GetInt64(1),
                reader.GetInt64(2),
                (BindingSource)reader.GetByte(3),
                new IpAddr(FieldValues.Wide(reader.GetValue(4))),
                reader.GetFieldValue<uint>(5),
                reader.GetFieldValue<ushort>(6)));
        }

        return bindings;
    }
}
