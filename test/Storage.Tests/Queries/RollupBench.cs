using System.Globalization;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Days;
using Clarion.Storage.DuckDb.Queries;
using Clarion.Storage.Queries;
using Clarion.Storage.Sql;
using Clarion.Storage.Upkeep;
using DuckDB.NET.Data;

namespace Clarion.Storage.Tests.Queries;

/// <summary>A database with conversations and their rollups, and the same conversations in memory.</summary>
internal sealed class RollupBench : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");
    private readonly SqlSession _session;
    private long _batch;

    public RollupBench(int seed)
    {
        Random = new Random(seed);
        _connection.Open();
        _session = new SqlSession(_connection, DuckDbDialect.Instance, DayParts.Instance);
        Run("""
            SET threads = 1;
            CREATE TABLE exporters (id INTEGER, address UHUGEINT, domain UINTEGER, version UTINYINT);
            CREATE TABLE applications (id UBIGINT, name VARCHAR);
            CREATE TABLE conversation_days (
                day INTEGER, "rows" BIGINT, min_bucket BIGINT, max_bucket BIGINT, min_batch BIGINT, max_batch BIGINT, dropped BOOLEAN);
            CREATE TABLE conversations_19700101 (
                client UHUGEINT, server UHUGEINT, application UBIGINT, bucket UINTEGER, exporter INTEGER, server_port USMALLINT, vlan USMALLINT,
                client_sgt USMALLINT, server_sgt USMALLINT, protocol UTINYINT, internal UTINYINT, bytes_up BIGINT, bytes_down BIGINT,
                packets_up BIGINT, packets_down BIGINT, raw_bytes BIGINT, raw_packets BIGINT, flows_up BIGINT, flows_down BIGINT,
                denied_flows BIGINT, client_device UHUGEINT, server_device UHUGEINT, batch BIGINT);
            """);
        foreach (var migration in (string[])["0002_rollups", "0004_signed_counters", "0012_rollup_counts", "0013_segments"])
        {
            using var text = new StreamReader(
                typeof(RollupFamily).Assembly.GetManifestResourceStream($"Clarion.Storage.DuckDb.Schema.{migration}.sql")!);
            Run(text.ReadToEnd());
        }

        for (var i = 0; i < 3; i++)
        {
            Run($"INSERT INTO exporters VALUES ({i}, {V4(192, i)}, {i}, 9)");
        }
    }

    public Random Random { get; }

    public List<Row> Rows { get; } = [];

    /// <summary>One step of a random history.</summary>
    public void Act()
    {
        var family = RollupFamilies.All[Random.Next(RollupFamilies.All.Count)];
        if (Random.Next(2) == 0)
        {
            Commit([.. Enumerable.Range(0, Random.Next(1, 60)).Select(_ => NewRow())], []);
            return;
        }

        if (Rows.Count > 0 && Random.Next(2) == 0)
        {
            // Some belong to others than was thought; some to nobody who was known.
            var wrong = Random.GetItems<Row>([.. Rows], Random.Next(1, 20)).Distinct().ToList();
            Commit([.. wrong.Select(row => row with { Client = Random.Next(4), ClientSgt = Random.Next(3) })], wrong);
            return;
        }

        if (Random.Next(3) == 0)
        {
            // Only finer levels: what the coarsest forgets is forgotten.
            RollupRetention.Execute(_session, family, level: 0, (uint)Random.Next(0, 3 * 288));
            return;
        }

        for (var level = 0; level <= Random.Next(family.Levels.Count); level++)
        {
            RollupRun.Execute(_session, family, level);
        }
    }

    public FlowSummary Ask(SummaryRequest request) => Summaries.Run(_session, SummaryPlan.Of(request), request);

    /// <summary>Rows of every level that has run, as they are counted and as they are, and how many lie outside of the counted range.</summary>
    public IEnumerable<(string Table, long? Counted, long Rows, long Outside)> Levels()
    {
        var counts = LevelCount.Read(_session);
        return
            from family in RollupFamilies.All
            from level in family.Levels
            where RollupRun.Rolled(_session, level.Table) > 0
            let count = counts.TryGetValue(level.Table, out var found) ? found : (LevelCount?)null
            select (
                level.Table, count?.Rows, _session.Number($"SELECT count(*) FROM {level.Table}"),
                _session.Number($"SELECT count(*) FROM {level.Table} WHERE bucket < {count?.Oldest ?? 0} OR bucket > {count?.Newest ?? 0}"));
    }

    /// <summary>What an older build did: levels go on, and nobody counts.</summary>
    public void ForgetCounts() => Run("UPDATE rollup_counts SET rolled = rolled - 1, added = 0");

    public void Dispose() => _connection.Dispose();

    private static string V4(int network, int host) => (0xFFFF_0000_0000UL | (uint)(network << 24 | host)).ToString(CultureInfo.InvariantCulture);

    private Row NewRow() => new(
        (uint)Random.Next(0, 4 * 288), Random.Next(4), Random.Next(4), Random.Next(3), Random.Next(1, 3), Random.Next(1, 4) * 100,
        Random.Next(2), Random.Next(3), Random.Next(3), Random.Next(1000), Random.Next(1000), Random.Next(1, 4), Random.Next(2));

    private void Commit(List<Row> added, List<Row> withdrawn)
    {
        _batch++;
        ConversationDays.Add(_connection, 0, added.Count + withdrawn.Count, 0, 4 * 288, _batch);
        added.ForEach(row => Insert(row, 1));
        withdrawn.ForEach(row => Insert(row, -1));
        withdrawn.ForEach(row => Rows.Remove(row));
        Rows.AddRange(added);
    }

    private void Insert(Row row, int sign) => Run(FormattableString.Invariant($"""
        INSERT INTO conversations_19700101 VALUES ({V4(10, row.Client)}, {V4(10, row.Server)}, 0, {row.Bucket}, {row.Exporter}, {row.Port},
            {row.Vlan}, {row.ClientSgt}, {row.ServerSgt}, {row.Protocol}, 3, {sign * row.Up}, {sign * row.Down}, {sign * row.Flows}, 0,
            {sign * row.Up}, {sign * row.Flows}, {sign * row.Flows}, 0, {sign * row.Denied}, {V4(10, row.Client)}, {V4(10, row.Server)}, {_batch})
        """));

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    internal sealed record Row(
        uint Bucket, int Client, int Server, int Exporter, int Protocol, int Port, int Vlan, int ClientSgt, int ServerSgt, int Up, int Down,
        int Flows, int Denied)
    {
        public string Value(string dimension) => dimension switch
        {
            "src.sgt" => Text(ClientSgt),
            "dst.sgt" => Text(ServerSgt),
            "dst.port" => Text(Port),
            "protocol" => Text(Protocol),
            "vlan" => Text(Vlan),
            "exporter" => "192.0.0." + Text(Exporter),
            "src.device" => "ip:10.0.0." + Text(Client),
            "dst.device" => "ip:10.0.0." + Text(Server),
            "src.ip" => "10.0.0." + Text(Client),
            _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "Unknown."),
        };

        /// <summary>The three filters that the law asks with.</summary>
        public bool Matches(string? filter)
        {
            if (filter is null)
            {
                return true;
            }

            var last = filter[^1] - '0';
            return filter.StartsWith("protocol", StringComparison.Ordinal)
                ? Protocol == filter["protocol = ".Length] - '0' || ClientSgt == last
                : Client == last || Server == last;
        }

        private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
    }
}
