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

        return Read(session, values, condition, "");
    }

    /// <summary>The intervals of many addresses that began up to a moment, newest first.</summary>
    public static IReadOnlyList<Binding> ReadMany(SqlSession session, IEnumerable<IpAddr> addresses, DateTimeOffset until, int limit)
    {
        var values = new SqlValues(session.Dialect);
        var asked = string.Join(", ", addresses.Select(address => values.Add(address.Value, SqlType.UInt128)));
        var condition = $"address IN ({asked}) AND first_ms <= {values.Add(until.ToUnixTimeMilliseconds())}";
        return Read(session, values, condition, FormattableString.Invariant($" LIMIT {limit}"));
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

    private static List<Binding> Read(SqlSession session, SqlValues values, string condition, string limit)
    {
        using var reader = values.Query(session, $"""
            SELECT address, mac, first_ms, last_ms, source, exporter, interface, vlan FROM bindings
            WHERE {condition} ORDER BY last_ms DESC, first_ms DESC, mac, address{limit}
            """);
        var bindings = new List<Binding>();
        while (reader.Read())
        {
            bindings.Add(new Binding(
                new IpAddr(reader.Wide(0, session.Dialect)),
                new MacAddr(reader.UInt64(1, session.Dialect)),
                reader.GetInt64(2),
                reader.GetInt64(3),
                (BindingSource)reader.Small(4),
                new IpAddr(reader.Wide(5, session.Dialect)),
                reader.UInt32(6),
                (ushort)reader.Small(7)));
        }

        return bindings;
    }
}
