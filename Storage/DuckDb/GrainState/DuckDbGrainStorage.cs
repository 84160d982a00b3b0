using System.Globalization;
using Clarion.Storage.DuckDb.Connections;
using DuckDB.NET.Data;
using Orleans.Serialization;
using Orleans.Storage;

namespace Clarion.Storage.DuckDb.GrainState;

/// <summary>
/// Grain state in the table <c>grain_state</c>, in Orleans' own version-tolerant format. Etags are running numbers: a writer that has not
/// seen the newest state is refused.
/// </summary>
internal sealed class DuckDbGrainStorage(DuckDbDatabase database, Serializer serializer) : IGrainStorage
{
    /// <inheritdoc />
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var id = grainId.ToString();
        var stored = await database.ReadAsync(connection => Find(connection, stateName, id), CancellationToken.None).ConfigureAwait(false);
        if (stored is { } found)
        {
            grainState.State = serializer.Deserialize<T>(found.Data);
            (grainState.ETag, grainState.RecordExists) = (found.ETag, true);
        }
        else
        {
            Reset(grainState);
        }
    }

    /// <inheritdoc />
    /// <exception cref="InconsistentStateException">The state was changed since it was read.</exception>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var id = grainId.ToString();
        var data = serializer.SerializeToArray(grainState.State);
        var expected = grainState.ETag;
        grainState.ETag = await database.WriteAsync(
            WriterLane.State,
            connection =>
            {
                var etag = Next(Check(connection, stateName, id, expected));
                connection.Execute("DELETE FROM grain_state WHERE type = $1 AND id = $2", stateName, id);
                connection.Execute("INSERT INTO grain_state VALUES ($1, $2, $3, $4)", stateName, id, etag, data);
                return etag;
            },
            CancellationToken.None).ConfigureAwait(false);
        grainState.RecordExists = true;
    }

    /// <inheritdoc />
    /// <exception cref="InconsistentStateException">The state was changed since it was read.</exception>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var id = grainId.ToString();
        var expected = grainState.ETag;
        await database.WriteAsync(
            WriterLane.State,
            connection =>
            {
                Check(connection, stateName, id, expected);
                connection.Execute("DELETE FROM grain_state WHERE type = $1 AND id = $2", stateName, id);
            },
            CancellationToken.None).ConfigureAwait(false);
        Reset(grainState);
    }

    private static void Reset<T>(IGrainState<T> grainState)
    {
        grainState.State = Activator.CreateInstance<T>();
        (grainState.ETag, grainState.RecordExists) = (null, false);
    }

    private static string? Check(DuckDBConnection connection, string type, string id, string? expected)
    {
        var stored = Find(connection, type, id)?.ETag;
        return string.Equals(stored, string.IsNullOrEmpty(expected) ? null : expected, StringComparison.Ordinal)
            ? stored
            : throw new InconsistentStateException($"State {type} of {id} was changed by another activation.", stored ?? "none", expected ?? "none");
    }

    private static string Next(string? etag) =>
        ((etag is null ? 0 : long.Parse(etag, CultureInfo.InvariantCulture)) + 1).ToString(CultureInfo.InvariantCulture);

    private static (string ETag, byte[] Data)? Find(DuckDBConnection connection, string type, string id)
    {
        using var reader = connection.Query("SELECT etag, data FROM grain_state WHERE type = $1 AND id = $2", type, id);
        return reader.Read() ? (reader.GetString(0), reader.GetBlob(1)) : null;
    }
}
