using System.Globalization;
using Clarion.Storage.Sql;
using Clarion.Storage.Timescale.Connections;
using Clarion.Storage.Timescale.Queries;
using Orleans.Serialization;
using Orleans.Storage;

namespace Clarion.Storage.Timescale.GrainState;

/// <summary>
/// Grain state in the table <c>grain_state</c>, in Orleans' own version-tolerant format. Etags are running numbers, compared in the statement that
/// writes: a writer that has not seen the newest state is refused.
/// </summary>
internal sealed class TimescaleGrainStorage(TimescaleDatabase database, Serializer serializer) : IGrainStorage
{
    /// <inheritdoc />
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var id = StoredText.Of(grainId.ToString());
        var stored = await database.ReadAsync(session => Find(session, stateName, id), CancellationToken.None).ConfigureAwait(false);
        if (stored is { } found)
        {
            grainState.State = serializer.Deserialize<T>(found.Data);
            (grainState.ETag, grainState.RecordExists) = (Text(found.ETag), true);
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
        var id = StoredText.Of(grainId.ToString());
        var data = serializer.SerializeToArray(grainState.State);
        var expected = grainState.ETag;
        var written = await database.WriteAsync(
            session =>
            {
                var changed = Number(expected) is { } etag
                    ? session.Execute("UPDATE grain_state SET etag = etag + 1, data = $4 WHERE type = $1 AND id = $2 AND etag = $3", stateName, id, etag, data)
                    : session.Execute("INSERT INTO grain_state (type, id, etag, data) VALUES ($1, $2, 1, $3) ON CONFLICT DO NOTHING", stateName, id, data);
                return changed == 1 ? (Number(expected) ?? 0) + 1 : throw Changed(session, stateName, id, expected);
            },
            CancellationToken.None).ConfigureAwait(false);
        (grainState.ETag, grainState.RecordExists) = (Text(written), true);
    }

    /// <inheritdoc />
    /// <exception cref="InconsistentStateException">The state was changed since it was read.</exception>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var id = StoredText.Of(grainId.ToString());
        var expected = grainState.ETag;
        await database.WriteAsync(
            session =>
            {
                var isRight = Number(expected) is { } etag
                    ? session.Execute("DELETE FROM grain_state WHERE type = $1 AND id = $2 AND etag = $3", stateName, id, etag) == 1
                    : Find(session, stateName, id) is null;
                if (!isRight)
                {
                    throw Changed(session, stateName, id, expected);
                }
            },
            CancellationToken.None).ConfigureAwait(false);
        Reset(grainState);
    }

    private static void Reset<T>(IGrainState<T> grainState)
    {
        grainState.State = Activator.CreateInstance<T>();
        (grainState.ETag, grainState.RecordExists) = (null, false);
    }

    private static InconsistentStateException Changed(SqlSession session, string type, string id, string? expected) => new(
        $"State {type} of {id} was changed by another activation.", Find(session, type, id) is { } stored ? Text(stored.ETag) : "none", expected ?? "none");

    private static string Text(long etag) => etag.ToString(CultureInfo.InvariantCulture);

    // An etag that is no number of this store matches no state.
    private static long? Number(string? etag) => string.IsNullOrEmpty(etag)
        ? null
        : long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static (long ETag, byte[] Data)? Find(SqlSession session, string type, string id)
    {
        using var reader = session.Query("SELECT etag, data FROM grain_state WHERE type = $1 AND id = $2", type, id);
        return reader.Read() ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : null;
    }
}
