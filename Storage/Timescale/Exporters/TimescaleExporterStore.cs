using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Dictionaries;
using Clarion.Storage.Timescale.Connections;
using Clarion.Storage.Timescale.Queries;

namespace Clarion.Storage.Timescale.Exporters;

/// <summary>Decoder states, health and application names of exporters.</summary>
internal sealed class TimescaleExporterStore(TimescaleDatabase database, ExporterDictionary exporterIds) : IExporterStore
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<ExporterState>> LoadStatesAsync(CancellationToken cancellationToken)
    {
        var keys = await exporterIds.KeysAsync(cancellationToken).ConfigureAwait(false);
        return await database.ReadAsync(
            session =>
            {
                var states = new List<ExporterState>();
                using var reader = session.Query("SELECT exporter, state FROM exporter_states");
                while (reader.Read())
                {
                    // Another process may have added an exporter since the keys were read; its state is its own.
                    if (keys.TryGetValue(reader.GetInt32(0), out var key))
                    {
                        states.Add(new(key, reader.GetFieldValue<byte[]>(1)));
                    }
                }

                return states;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task SaveStatesAsync(IReadOnlyList<ExporterState> states, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(states);
        List<ExporterState> last = [.. states.GroupBy(state => state.Exporter).Select(same => same.Last())];
        var ids = await exporterIds.IdsAsync([.. last.Select(state => state.Exporter)], cancellationToken).ConfigureAwait(false);
        await database.WriteAsync(
            session => session.Execute(
                """
                INSERT INTO exporter_states (exporter, state) SELECT * FROM unnest($1, $2) ORDER BY 1
                ON CONFLICT (exporter) DO UPDATE SET state = excluded.state
                """,
                ids, last.Select(state => state.State.ToArray()).ToArray()),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task AppendHealthAsync(IReadOnlyList<ExporterHealthRow> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var ids = await exporterIds.IdsAsync([.. rows.Select(row => row.Exporter)], cancellationToken).ConfigureAwait(false);
        await database.WriteAsync(
            session => session.Execute(
                "INSERT INTO exporter_health SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)",
                ids, rows.Select(row => row.Minute.ToUnixTimeMilliseconds()).ToArray(), rows.Select(row => row.Datagrams).ToArray(),
                rows.Select(row => row.Records).ToArray(), rows.Select(row => row.Flows).ToArray(), rows.Select(row => row.LostUnits).ToArray(),
                rows.Select(row => row.DecodeErrors).ToArray(), rows.Select(row => row.ClockOffsetMs).ToArray()),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task CorrectLossAsync(IReadOnlyList<ExporterLossCorrection> corrections, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(corrections);
        var ids = await exporterIds.IdsAsync([.. corrections.Select(correction => correction.Exporter)], cancellationToken).ConfigureAwait(false);
        var minutes = corrections.Select(correction => correction.Minute.ToUnixTimeMilliseconds()).ToArray();
        await database.WriteAsync(
            session =>
            {
                session.Execute(
                    """
                    DELETE FROM exporter_health USING unnest($1, $2) AS corrected (exporter, minute_ms)
                    WHERE exporter_health.exporter = corrected.exporter AND exporter_health.minute_ms = corrected.minute_ms AND datagrams = 0
                    """,
                    ids, minutes);
                session.Execute(
                    """
                    INSERT INTO exporter_health
                    SELECT exporter, minute_ms, 0, 0, 0, units, 0, 0 FROM unnest($1, $2, $3) AS corrected (exporter, minute_ms, units) WHERE units <> 0
                    """,
                    ids, minutes, corrections.Select(correction => correction.Units).ToArray());
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<ExporterHealthRow>> GetHealthAsync(
        ExporterKey exporter, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ExporterHealthRow>>(
            session =>
            {
                var rows = new List<ExporterHealthRow>();
                using var reader = session.Query(
                    """
                    SELECT minute_ms, datagrams, records, flows, lost_units, decode_errors, clock_offset_ms
                    FROM exporter_health
                    WHERE exporter = (SELECT id FROM exporters WHERE address = $1 AND domain = $2 AND version = $3)
                      AND minute_ms >= $4 AND minute_ms < $5
                    ORDER BY minute_ms
                    """,
                    Unsigned.ToUuid(exporter.Address.Value), (long)exporter.DomainId, (short)exporter.Version, from.ToUnixTimeMilliseconds(),
                    to.ToUnixTimeMilliseconds());
                while (reader.Read())
                {
                    rows.Add(new(
                        exporter, DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(0)), reader.GetInt64(1), reader.GetInt64(2),
                        reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6)));
                }

                return rows;
            },
            cancellationToken);

    /// <inheritdoc />
    public Task SaveApplicationsAsync(IReadOnlyDictionary<ulong, string> names, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        var ids = names.Keys.Select(Unsigned.ToBits).ToArray();
        var texts = names.Values.Select(StoredText.Of).ToArray();
        return names.Count == 0
            ? Task.CompletedTask
            : database.WriteAsync(
                session => session.Execute(
                    """
                    INSERT INTO applications (id, name) SELECT * FROM unnest($1, $2) ORDER BY 1
                    ON CONFLICT (id) DO UPDATE SET name = excluded.name
                    """,
                    ids, texts),
                cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<ulong, string>> LoadApplicationsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<ulong, string>>(
            session =>
            {
                var names = new Dictionary<ulong, string>();
                using var reader = session.Query("SELECT id, name FROM applications");
                while (reader.Read())
                {
                    names[Unsigned.FromBits(reader.GetInt64(0))] = reader.GetString(1);
                }

                return names;
            },
            cancellationToken);
}
