using System.Runtime.CompilerServices;
using Clarion.Correlation.Bindings;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb.Connections;

namespace Clarion.Storage.DuckDb.Entities;

/// <summary>Entity states, listing rows and bindings, written in bulk.</summary>
internal sealed class DuckDbEntityStore(DuckDbDatabase database) : IEntityStore
{
    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> LoadAsync(
        EntityKind kind, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var states = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        if (keys.Count == 0)
        {
            return states;
        }

        List<string> wanted = [.. keys];
        return await database.ReadAsync(
            connection =>
            {
                using var reader = connection.Query(
                    "SELECT key, state FROM entity_states WHERE kind = $1 AND key IN (SELECT unnest($2))", (byte)kind, wanted);
                while (reader.Read())
                {
                    states[reader.GetString(0)] = reader.GetBlob(1);
                }

                return states;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task CheckpointAsync(EntityCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return database.WriteAsync(WriterLane.State, connection => CheckpointWriter.Write(connection, checkpoint), cancellationToken);
    }

    /// <inheritdoc />
    public Task SaveBindingsAsync(IReadOnlyList<Binding> bindings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bindings);
        return bindings.Count == 0
            ? Task.CompletedTask
            : database.WriteAsync(WriterLane.State, connection => BindingTable.Save(connection, bindings), cancellationToken);
    }

    /// <inheritdoc />
    public Task RemoveBindingsAsync(IReadOnlyList<Binding> bindings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bindings);
        return bindings.Count == 0
            ? Task.CompletedTask
            : database.WriteAsync(WriterLane.State, connection => BindingTable.Remove(connection, bindings), cancellationToken);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<Binding> ReadBindingsAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bindings = await database.ReadAsync(connection => BindingTable.Read(connection, since.ToUnixTimeMilliseconds()), cancellationToken)
            .ConfigureAwait(false);
        foreach (var binding in bindings)
        {
            yield return binding;
        }
    }
}
