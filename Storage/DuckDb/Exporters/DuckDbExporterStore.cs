using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Dictionaries;
using Clarion.Storage.DuckDb.Connections;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Exporters;

/// <summary>Decoder states, health and application names of exporters.</summary>
internal sealed class DuckDbExporterStore(DuckDbDatabase database, ExporterDictionary exporterIds) : IExporterStore
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<ExporterState>> LoadStatesAsync(CancellationToken cancellationToken)
    {
        var keys = await exporterIds.KeysAsync(cancellationToken).ConfigureAwait(false);
        return await database.ReadAsync(
            connection =>
            {
                var states = new List<ExporterState>();
                using var reader = connection.Query("SELECT exporter, state FROM exporter_states");
                while (reader.Read())
                {
                    states.Add(new(keys[reader.GetInt32(0)], reader.GetBlob(1)));
                }

                return states;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task SaveStatesAsync(IReadOnlyList<ExporterState> states, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(states);
        var ids = await exporterIds.IdsAsync([.. states.Select(state => state.Exporter)], cancellationToken).ConfigureAwait(false);
        await database.WriteAsync(
            WriterLane.State,
            connection =>
            {
                for (var i = 0; i < ids.Length; i++)
                {
                    connection.Execute("DELETE FROM exporter_states WHERE exporter = $1", ids[i]);
                    connection.Execute("INSERT INTO exporter_states VALUES ($1, $2)", ids[i], states[i].State.ToArray());
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task AppendHealthAsync(IReadOnlyList<ExporterHealthRow> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var ids = await exporterIds.IdsAsync([.. rows.Select(row => row.Exporter)], cancellationToken).ConfigureAwait(false);
        await database.WriteAsync(WriterLane.State, connection => Append(connection, ids, rows), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task CorrectLossAsync(IReadOnlyList<ExporterLossCorrection> corrections, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(corrections);
        var ids = await exporterIds.IdsAsync([.. corrections.Select(correction => correction.Exporter)], cancellationToken).ConfigureAwait(false);
        await database.WriteAsync(
            WriterLane.State,
            connection =>
            {
                for (var i = 0; i < ids.Length; i++)
                {
                    var (_, minute, units) = corrections[i];
                    connection.Execute(
                        "DELETE FROM exporter_health WHERE exporter = $1 AND minute_ms = $2 AND datagrams = 0", ids[i], minute.ToUnixTimeMilliseconds());
                    if (units != 0)
                    {
                        connection.Execute(
                            "INSERT INTO exporter_health VALUES ($1, $2, 0, 0, 0, $3, 0, 0)", ids[i], minute.ToUnixTimeMilliseconds(), units);
                    }
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<ExporterHealthRow>> GetHealthAsync(
        ExporterKey exporter, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ExporterHealthRow>>(
            connection =>
            {
                var rows = new List<ExporterHealthRow>();
                using var reader = connection.Query(
                    """
                    SELECT minute_ms, datagrams, records, flows, lost_units, decode_errors, clock_offset_ms
                    FROM exporter_health
                    WHERE exporter = (SELECT id FROM exporters WHERE address = $1 AND domain = $2 AND version = $3)
                      AND minute_ms >= $4 AND minute_ms < $5
                    ORDER BY minute_ms
                    """,
                    exporter.Address.Value, exporter.DomainId, exporter.Version, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
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
        List<ulong> ids = [.. names.Keys];
        List<string> texts = [.. names.Values];
        return names.Count == 0
            ? Task.CompletedTask
            : database.WriteAsync(
                WriterLane.State,
                connection =>
                {
                    connection.Execute("DELETE FROM applications WHERE id IN (SELECT unnest($1))", ids);
                    connection.Execute("INSERT INTO applications SELECT unnest($1), unnest($2)", ids, texts);
                },
                cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<ulong, string>> LoadApplicationsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyDictionary<ulong, string>>(
            connection =>
            {
                var names = new Dictionary<ulong, string>();
                using var reader = connection.Query("SELECT id, name FROM applications");
                while (reader.Read())
                {
                    names[reader.GetFieldValue<ulong>(0)] = reader.GetString(1);
                }

                return names;
            },
            cancellationToken);

    private static void Append(DuckDBConnection connection, int[] ids, IReadOnlyList<ExporterHealthRow> rows)
    {
        for (var i = 0; i < ids.Length; i++)
        {
            var row = rows[i];
            connection.Execute(
                "INSERT INTO exporter_health VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                ids[i], row.Minute.ToUnixTimeMilliseconds(), row.Datagrams, row.Records, row.Flows, row.LostUnits, row.DecodeErrors, row.ClockOffsetMs);
        }
    }
}
