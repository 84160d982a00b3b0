using Clarion.Correlation.Bindings;
using Clarion.Flows;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Queries;

/// <summary>Who held an address, and when.</summary>
internal static class BindingList
{
    /// <summary>The intervals of an address, newest first; of one moment when one is given.</summary>
    public static IReadOnlyList<Binding> Read(SqlSession session, IpAddr address, DateTimeOffset? at)
    {
        var values = new SqlValues(session.Dialect);
        var condition = $"address = {values.Add(address.Value, SqlType.UInt128)}";
        if (at is { } time)
        {
            condition += $" AND {values.Add(time.ToUnixTimeMilliseconds())} BETWEEN first_ms AND last_ms";
        }

        using var reader = values.Query(session, $"""
            SELECT mac, first_ms, last_ms, source, exporter, interface, vlan FROM bindings
            WHERE {condition} ORDER BY last_ms DESC, first_ms DESC, mac
            """);
        var bindings = new List<Binding>();
        while (reader.Read())
        {
            bindings.Add(new Binding(
                address,
                new MacAddr(reader.UInt64(0, session.Dialect)),
                reader.GetInt64(1),
                reader.GetInt64(2),
                (BindingSource)reader.Small(3),
                new IpAddr(reader.Wide(4, session.Dialect)),
                reader.UInt32(5),
                (ushort)reader.Small(6)));
        }

        return bindings;
    }
}
