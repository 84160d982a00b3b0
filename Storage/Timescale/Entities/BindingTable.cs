using Clarion.Correlation.Bindings;
using Clarion.Flows;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Queries;

namespace Clarion.Storage.Timescale.Entities;

/// <summary>The table <c>bindings</c>; address, MAC, source and start name an interval.</summary>
internal static class BindingTable
{
    /// <summary>Replaces or adds intervals.</summary>
    public static void Save(SqlSession session, IReadOnlyList<Binding> bindings)
    {
        var rows = Last(bindings);
        session.Execute(
            """
            INSERT INTO bindings (address, mac, source, first_ms, last_ms, exporter, interface, vlan)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (address, mac, source, first_ms) DO UPDATE SET
                last_ms = excluded.last_ms, exporter = excluded.exporter, interface = excluded.interface, vlan = excluded.vlan
            """,
            [
                .. Keys(rows), rows.Select(row => row.LastMs).ToArray(), rows.Select(row => Unsigned.ToUuid(row.Exporter.Value)).ToArray(),
                rows.Select(row => (long)row.Interface).ToArray(), rows.Select(row => (int)row.Vlan).ToArray(),
            ]);
    }

    /// <summary>Removes intervals.</summary>
    public static void Remove(SqlSession session, IReadOnlyList<Binding> bindings) => session.Execute(
        """
        DELETE FROM bindings b USING unnest($1, $2, $3, $4) AS n (address, mac, source, first_ms)
        WHERE b.address = n.address AND b.mac = n.mac AND b.source = n.source AND b.first_ms = n.first_ms
        """,
        [.. Keys(Last(bindings))]);

    /// <summary>Intervals that end at or after a moment, by address and start.</summary>
    /// <param name="session">A session.</param>
    /// <param name="sinceMs">Unix milliseconds.</param>
    public static List<Binding> Read(SqlSession session, long sinceMs)
    {
        var bindings = new List<Binding>();
        using var reader = session.Query(
            "SELECT address, mac, first_ms, last_ms, source, exporter, interface, vlan FROM bindings WHERE last_ms >= $1 ORDER BY address, first_ms",
            sinceMs);
        while (reader.Read())
        {
            bindings.Add(new Binding(
                new IpAddr(Unsigned.FromUuid(reader.GetGuid(0))),
                new MacAddr(Unsigned.FromBits(reader.GetInt64(1))),
                reader.GetInt64(2),
                reader.GetInt64(3),
                (BindingSource)reader.GetInt16(4),
                new IpAddr(Unsigned.FromUuid(reader.GetGuid(5))),
                (uint)reader.GetInt64(6),
                (ushort)reader.GetInt32(7)));
        }

        return bindings;
    }

    // In the order of keys, so that two writers do not wait for each other in a ring.
    private static List<Binding> Last(IReadOnlyList<Binding> bindings) =>
    [
        .. bindings.GroupBy(binding => (binding.Address, binding.Mac, binding.Source, binding.FirstMs)).Select(same => same.Last())
            .OrderBy(binding => binding.Address.Value).ThenBy(binding => binding.Mac.Value).ThenBy(binding => binding.FirstMs),
    ];

    private static object[] Keys(List<Binding> rows) =>
    [
        rows.Select(row => Unsigned.ToUuid(row.Address.Value)).ToArray(), rows.Select(row => Unsigned.ToBits(row.Mac.Value)).ToArray(),
        rows.Select(row => (short)row.Source).ToArray(), rows.Select(row => row.FirstMs).ToArray(),
    ];
}
