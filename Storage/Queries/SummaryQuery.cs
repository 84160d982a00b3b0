using System.Data.Common;
using Clarion.Storage.Contracts;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Queries;

/// <summary>Sums the rows of a source: totals, the largest groups and their series, in one statement over one pass of the tables.</summary>
internal sealed class SummaryQuery(SummarySource source, IReadOnlyList<Dimension> dimensions, string condition, SqlValues values)
{
    private const int TotalPart = 0;
    private const int RowPart = 1;
    private const int PointPart = 3;

    /// <summary>Runs the query.</summary>
    /// <param name="session">Inside a transaction.</param>
    /// <param name="step">Width of the series' points; null = no series.</param>
    /// <param name="limit">Groups to return.</param>
    public FlowSummary Run(SqlSession session, TimeSpan? step, int limit)
    {
        if (source.Parts.Count == 0)
        {
            return new FlowSummary(source.Effective, default, [], [], source.Name, 0);
        }

        using var reader = values.Query(session, Statement(step, limit));
        var total = default(FlowMeasures);
        var rows = new List<SummaryRow>();
        var all = new List<SeriesPoint>();
        var series = new Dictionary<string, (IReadOnlyList<object?> Key, List<SeriesPoint> Points)>(StringComparer.Ordinal);
        while (reader.Read())
        {
            var part = reader.GetInt32(0);
            var measures = Measures.Read(reader, 2);
            if (part == TotalPart)
            {
                total = measures;
                continue;
            }

            if (part == PointPart)
            {
                all.Add(new SeriesPoint(Measures.Time(reader, 1), measures));
                continue;
            }

            var key = Key(reader, session.Dialect);
            if (part == RowPart)
            {
                rows.Add(new SummaryRow(key, measures));
                series.TryAdd(Name(key), (key, []));
                continue;
            }

            var name = Name(key);
            if (!series.TryGetValue(name, out var points))
            {
                series[name] = points = (key, []);
            }

            points.Points.Add(new SeriesPoint(Measures.Time(reader, 1), measures));
        }

        IReadOnlyList<SummarySeries> groups = step is null ? [] : [.. series.Values.Select(one => new SummarySeries(one.Key, one.Points))];
        return new FlowSummary(source.Effective, total, rows, groups, source.Name, source.MaxError) { Points = all };
    }

    private static string Name(object?[] key) => string.Join('\u001f', key);

    private object?[] Key(DbDataReader reader, SqlDialect dialect)
    {
        var key = new object?[dimensions.Count];
        var at = 2 + Measures.Count;
        for (var i = 0; i < key.Length; i++)
        {
            key[i] = dimensions[i].Read(reader, at, dialect);
            at += dimensions[i].Width;
        }

        return key;
    }

    private string Statement(TimeSpan? step, int limit)
    {
        var seconds = (long)(step?.TotalSeconds ?? 0);
        var time = step is null ? "0::BIGINT" : FormattableString.Invariant($"({source.Time}) - ({source.Time}) % {seconds}");
        var raw = string.Concat(dimensions.Select(dimension => dimension.Raw + ", "));
        var parts = string.Join(
            " UNION ALL ", source.Parts.Select(part => $"SELECT {raw}{time} AS s, {source.Measures} FROM {part} AND {condition}"));
        var names = string.Concat(dimensions.Select(dimension => dimension.RawNames + ", "));
        var labels = string.Concat(dimensions.Select(dimension => dimension.Labels + ", "));
        var joins = string.Concat(dimensions.Select(dimension => dimension.Join));
        var keys = string.Concat(dimensions.Select(dimension => ", " + dimension.Keys));
        var order = string.Join(", ", new[] { "bytes DESC", "flows DESC" }.Concat(dimensions.Select(dimension => dimension.Keys)));
        var empty = string.Concat(dimensions.SelectMany(dimension => Enumerable.Repeat(", NULL", dimension.Width)));
        const string Values = "bytes, packets, raw_bytes, raw_packets, flows, denied";

        var tables = $"""
            WITH grouped AS (SELECT {names}s, {Measures.Sums} FROM ({parts}) AS p GROUP BY {names}s),
            named AS MATERIALIZED (SELECT {labels}s, {Values} FROM grouped{joins}),
            total AS (SELECT {Measures.Sums} FROM named),
            largest AS MATERIALIZED (
                SELECT {Keys(", ")}{Measures.Sums} FROM named {(dimensions.Count == 0 ? "HAVING false" : "GROUP BY " + Keys("") + " HAVING " + Measures.Anything)}
                ORDER BY {order} LIMIT {FormattableString.Invariant($"{limit}")})
            """;
        var answers = new List<string>
        {
            $"SELECT 1 AS part, 0::BIGINT AS s, {Values}{keys} FROM largest",
            $"SELECT 0, 0, {Values}{empty} FROM total",
        };
        if (step is not null)
        {
            var joined = dimensions.Count == 0 ? "" : $" JOIN (SELECT {Keys("")} FROM largest) AS chosen USING ({Keys("")})";
            answers.Add($"SELECT 2, s, {Measures.Sums}{keys} FROM named{joined} GROUP BY s{keys} HAVING {Measures.AnythingOrTakenBack}");
            answers.Add($"SELECT 3, s, {Measures.Sums}{empty} FROM named GROUP BY s HAVING {Measures.AnythingOrTakenBack}");
        }

        return $"{tables} SELECT * FROM ({string.Join(" UNION ALL ", answers)}) AS answers ORDER BY part, s, {order}";

        string Keys(string after) => dimensions.Count == 0 ? "" : string.Join(", ", dimensions.Select(dimension => dimension.Keys)) + after;
    }
}
