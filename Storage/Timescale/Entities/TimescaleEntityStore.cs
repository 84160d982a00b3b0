using System.Runtime.CompilerServices;
using Clarion.Correlation.Bindings;
using Clarion.Storage.Contracts;
using Clarion.Storage.Timescale.Connections;
using Clarion.Storage.Timescale.Queries;

namespace Clarion.Storage.Timescale.Entities;

/// <summary>Entity states, listing rows and bindings, written in bulk.</summary>
internal sealed class TimescaleEntityStore(TimescaleDatabase database) : IEntityStore
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

        string[] wanted = [.. keys.Select(StoredText.Of)];
        return await database.ReadAsync(
            session =>
            {
                using var reader = session.Query("SELECT key, state FROM entity_states WHERE kind = $1 AND key = ANY ($2)", (short)kind, wanted);
                while (reader.Read())
                {
                    states[reader.GetString(0)] = reader.GetFieldValue<byte[]>(1);
                }

                return states;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task CheckpointAsync(EntityCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return database.WriteAsync(session => CheckpointWriter.Write(session, checkpoint), cancellationToken);
    }

    /// <inheritdoc />
    public Task SaveBindingsAsync(IReadOnlyList<Binding> bindings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bindings);
        return bindings.Count == 0
            ? Task.CompletedTask
            : database.WriteAsync(session => BindingTable.Save(session, bindings), cancellationToken);
    }

    /// <inheritdoc />
    public Task RemoveBindingsAsync(IReadOnlyList<Binding> bindings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bindings);
        return bindings.Count == 0
            ? Task.CompletedTask
            : database.WriteAsync(session => BindingTable.Remove(session, bindings), cancellationToken);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<Binding> ReadBindingsAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var bindings = await database.ReadAsync(session => BindingTable.Read(session, since.ToUnixTimeMilliseconds()), cancellationToken)
            .ConfigureAwait(false);
        foreach (var binding in bindings)
        {
            yield return binding;
        }
    }
}
