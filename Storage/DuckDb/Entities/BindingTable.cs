using Clarion.Correlation.Bindings;
using Clarion.Flows;
using Clarion.Storage.DuckDb.Connections;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Clarion.Storage.DuckDb.Entities;

/// <summary>The table <c>bindings</c>; address, MAC, source and start name an interval.</summary>
internal static class BindingTable
{
    private const string Same = "s.address = n.address AND s.mac = n.mac AND s.source = n.source AND s.first_ms = n.first_ms";

    /// <summary>Replaces or adds intervals.</summary>
    public static void Save(DuckDBConnection connection, IReadOnlyList<Binding> bindings)
    {
        var staging = Stage(connection, bindings);
        connection.Execute($"DELETE FROM bindings s USING {staging} n WHERE {Same}");
        connection.Execute($"INSERT INTO bindings FROM {staging}");
    }

    /// <summary>Removes intervals.</summary>
    public static void Remove(DuckDBConnection connection, IReadOnlyList<Binding> bindings)
    {
        var staging = Stage(connection, bindings);
        connection.Execute($"DELETE FROM bindings s USING {staging} n WHERE {Same}");
    }

    /// <summary>Intervals that end at or after a moment, by address and start.</summary>
    /// <param name="connection">A connection.</param>
    /// <param name="sinceMs">Unix milliseconds.</param>
    public static List<Binding> Read(DuckDBConnection connection, long sinceMs)
    {
        var bindings = new List<Binding>();
        using var reader = connection.Query(
            "SELECT address, mac, first_ms, last_ms, source, exporter, interface, vlan FROM bindings WHERE last_ms >= $1 ORDER BY address, first_ms",
            sinceMs);
        while (reader.Read())
        {
            bindings.Add(new Binding(
                new IpAddr(reader.GetFieldValue<DuckDBUHugeInt>(0).ToUInt128()),
                new MacAddr(reader.GetFieldValue<ulong>(1)),
                reader.GetInt64(2),
                reader.GetInt64(3),
                (BindingSource)reader.GetFieldValue<byte>(4),
                new IpAddr(reader.GetFieldValue<DuckDBUHugeInt>(5).ToUInt128()),
                reader.GetFieldValue<uint>(6),
                reader.GetFieldValue<ushort>(7)));
        }

        return bindings;
    }

    private static StagingTable Stage(DuckDBConnection connection, IReadOnlyList<Binding> bindings)
    {
        List<Binding> last =
            [.. bindings.GroupBy(binding => (binding.Address, binding.Mac, binding.Source, binding.FirstMs)).Select(same => same.Last())];
        var staging = new StagingTable(connection, "bindings");
        staging.Append(connection, last, static (appender, rows) =>
        {
            appender.Fill(0, rows, row => row.Address.Value);
            appender.Fill(1, rows, row => row.Mac.Value);
            appender.Fill(2, rows, row => (byte)row.Source);
            appender.Fill(3, rows, row => row.FirstMs);
            appender.Fill(4, rows, row => row.LastMs);
            appender.Fill(5, rows, row => row.Exporter.Value);
            appender.Fill(6, rows, row => row.Interface);
            appender.Fill(7, rows, row => row.Vlan);
        });
        return staging;
    }
}
