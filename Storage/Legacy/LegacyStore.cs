using Clarion.Storage.Contracts;
using Clarion.Storage.FlowLog;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Legacy;

/// <summary>The tables <c>legacy_imports</c> and <c>legacy_rows</c> of either engine.</summary>
internal sealed class LegacyStore(ISqlDatabase database, FlowIntake intake) : ILegacyStore
{
    private const int MaxName = 200;

    /// <inheritdoc />
    public Task<IReadOnlyList<LegacyImport>> ReadImportsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<LegacyImport>>(
            session =>
            {
                var imports = new List<LegacyImport>();
                using var reader = session.Query("SELECT source, started_ms, finished_ms, flows_through, facts_after, object FROM legacy_imports ORDER BY source");
                while (reader.Read())
                {
                    imports.Add(new LegacyImport(
                        reader.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)),
                        reader.GetInt64(2) is > 0 and var finished ? DateTimeOffset.FromUnixTimeMilliseconds(finished) : null,
                        reader.GetInt64(3), reader.GetInt64(4), reader.GetString(5)));
                }

                return imports;
            },
            cancellationToken);

    /// <inheritdoc />
    public Task SaveAsync(LegacyImport import, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(import);
        return database.WriteAsync(
            session => session.Execute(
                """
                INSERT INTO legacy_imports (source, started_ms, finished_ms, flows_through, facts_after, object) VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (source) DO UPDATE SET
                    started_ms = excluded.started_ms, finished_ms = excluded.finished_ms, flows_through = excluded.flows_through,
                    facts_after = excluded.facts_after, object = excluded.object
                """,
                Name(import.Source), import.StartedAt.ToUnixTimeMilliseconds(), import.FinishedAt?.ToUnixTimeMilliseconds() ?? 0, import.FlowsThrough, import.FactsAfter,
                session.Dialect.Text(import.Report)),
            cancellationToken);
    }

    /// <inheritdoc />
    public Task KeepAsync(string source, string table, IReadOnlyList<LegacyRecord> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.Count == 0 ? Task.CompletedTask : database.WriteAsync(session => Keep(session, Name(source), Name(table), rows), cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<LegacyTable>> ReadTablesAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<LegacyTable>>(
        session =>
        {
            var tables = new List<LegacyTable>();
            using var reader = session.Query(
                """
                SELECT source, name, count(*), sum(CASE WHEN remark = '' THEN 0 ELSE 1 END)::BIGINT FROM legacy_rows GROUP BY source, name ORDER BY source, name
                """);
            while (reader.Read())
            {
                tables.Add(new LegacyTable(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3)));
            }

            return tables;
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<LegacyRecord>> ReadRowsAsync(LegacyQuestion question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        return database.ReadAsync<IReadOnlyList<LegacyRecord>>(session => Read(session, question), cancellationToken);
    }

    /// <inheritdoc />
    public async Task<LaneTotals> SumFlowsAsync(LaneKey lane, CancellationToken cancellationToken)
    {
        await intake.BringAsync(cancellationToken).ConfigureAwait(false);
        return await database.ReadAsync(session => Sum(session, lane), cancellationToken).ConfigureAwait(false);
    }

    private static void Keep(SqlSession session, string source, string table, IReadOnlyList<LegacyRecord> rows)
    {
        // Of several rows with one key the last counts, as it would in the table they come from.
        List<LegacyRecord> kept = [.. rows.GroupBy(row => Key(row.Key), StringComparer.Ordinal).Select(same => same.Last() with { Key = same.Key })];
        List<string> keys = [.. kept.Select(row => row.Key)];
        List<string> remarks = [.. kept.Select(row => session.Dialect.Text(row.Remark))];
        List<string> objects = [.. kept.Select(row => session.Dialect.Text(row.Object))];
        session.Execute("DELETE FROM legacy_rows WHERE source = $1 AND name = $2 AND key IN (SELECT unnest($3))", source, table, keys);
        session.Execute(
            "INSERT INTO legacy_rows (source, name, key, remark, object) SELECT $1, $2, unnest($3), unnest($4), unnest($5)",
            source, table, keys, remarks, objects);
    }

    private static List<LegacyRecord> Read(SqlSession session, LegacyQuestion question)
    {
        var rows = new List<LegacyRecord>();
        var after = Key(question.After ?? "");
        using var reader = session.Query(
            """
            SELECT key, remark, object FROM legacy_rows
            WHERE source = $1 AND name = $2 AND (length(key) > length($3) OR (length(key) = length($3) AND key > $3))
                AND ($4 = '' OR strpos(lower(object), $4) > 0 OR strpos(lower(remark), $4) > 0) AND ($5 = 0 OR remark <> '')
            ORDER BY length(key), key LIMIT $6
            """,
            Name(question.Source), Name(question.Table), after, KeptText.Of(question.Find, MaxName).ToLowerInvariant(), question.IsRemarked ? 1 : 0,
            (long)question.Limit);
        while (reader.Read())
        {
            rows.Add(new LegacyRecord(reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return rows;
    }

    private static LaneTotals Sum(SqlSession session, LaneKey lane)
    {
        if (IdOf(session, lane) is not { } id)
        {
            return LaneTotals.None;
        }

        // Parts that ended before the lane began have none of it.
        string[] parts =
        [
            .. session.Parts.Flows(session).Where(part => part.EndMs > lane.Epoch).Select(part => FormattableString.Invariant(
                $"""
                SELECT bytes, packets, source_address, destination_address, exporter, source_sgt, destination_sgt, start_ms, end_ms
                FROM {part.Relation} AS f WHERE lane = {id}
                """)),
        ];
        if (parts.Length == 0)
        {
            return LaneTotals.None;
        }

        var dialect = session.Dialect;
        using var reader = session.Query(
            $"""
            SELECT count(*), coalesce(sum({dialect.ToWide(dialect.ToSigned("bytes"))}), 0)::VARCHAR, coalesce(sum({dialect.ToWide(dialect.ToSigned("packets"))}), 0)::VARCHAR,
                count(DISTINCT source_address), count(DISTINCT destination_address), count(DISTINCT exporter),
                coalesce(sum(coalesce(source_sgt, 0)::BIGINT + coalesce(destination_sgt, 0)::BIGINT), 0)::VARCHAR,
                coalesce(min(start_ms), 0), coalesce(max(end_ms), 0)
            FROM ({string.Join(" UNION ALL ", parts)}) AS all_parts
            """);
        reader.Read();
        return new LaneTotals(
            reader.GetInt64(0), Number(reader.GetString(1)), Number(reader.GetString(2)), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5),
            Number(reader.GetString(6)), reader.GetInt64(7), reader.GetInt64(8));
    }

    private static int? IdOf(SqlSession session, LaneKey lane)
    {
        using var reader = session.Query(
            "SELECT id FROM lanes WHERE gateway = $1 AND epoch = $2 AND worker = $3", lane.Gateway, lane.Epoch, lane.Worker);
        return reader.Read() ? reader.GetInt32(0) : null;
    }

    private static UInt128 Number(string text) => UInt128.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string Name(string text) => KeptText.Of(text, MaxName);

    private static string Key(string text) => KeptText.Of(text, LegacyRecord.MaxKeyLength);
}
