using Clarion.Storage.Contracts;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Keys;

/// <summary>The table <c>key_ring</c>.</summary>
internal sealed class KeyRingStore(ISqlDatabase database) : IKeyRingStore
{
    /// <inheritdoc />
    public Task<IReadOnlyList<KeyRingElement>> LoadAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<KeyRingElement>>(
        session =>
        {
            var elements = new List<KeyRingElement>();
            using var reader = session.Query("SELECT name, xml FROM key_ring ORDER BY name");
            while (reader.Read())
            {
                elements.Add(new KeyRingElement(reader.GetString(0), reader.GetString(1)));
            }

            return elements;
        },
        cancellationToken);

    /// <inheritdoc />
    public Task AddAsync(KeyRingElement element, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(element);
        return database.WriteAsync(
            session => session.Execute("INSERT INTO key_ring VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", element.Name, element.Xml), cancellationToken);
    }

    /// <inheritdoc />
    public Task ReplaceAsync(KeyRingElement before, string xml, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(before);
        return database.WriteAsync(
            session => session.Execute("UPDATE key_ring SET xml = $3 WHERE name = $1 AND xml = $2", before.Name, before.Xml, xml), cancellationToken);
    }
}
