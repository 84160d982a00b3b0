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

    /// <summary>The addresses of a MAC, last seen first.</summary>
    public static IReadOnlyList<IpAddr> AddressesOf(SqlSession session, MacAddr mac, int limit)
    {
        var values = new SqlValues(session.Dialect);
        using var reader = values.Query(session, FormattableString.Invariant($"""
            SELECT address FROM bindings WHERE mac = {values.Add(mac.Value, SqlType.UInt64)} GROUP BY address ORDER BY max(last_ms) DESC, address LIMIT {limit}
            """));
        var addresses = new List<IpAddr>();
        while (reader.Read())
        {
            addresses.Add(new IpAddr(reader.Wide(0, session.Dialect)));
        }

        return addresses;
    }
}
