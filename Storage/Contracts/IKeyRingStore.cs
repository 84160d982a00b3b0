namespace Clarion.Storage.Contracts;

/// <summary>One element of the key ring: a key, or the withdrawal of keys.</summary>
/// <param name="Name">Its name, unique in the ring.</param>
/// <param name="Xml">What it says. The key within is encrypted when the operator gave a certificate.</param>
public sealed record KeyRingElement(string Name, string Xml);

/// <summary>The keys that seal secrets and sign-ins: one ring for all processes on this store, so that what one seals another opens.</summary>
public interface IKeyRingStore
{
    /// <summary>The whole ring, by name.</summary>
    Task<IReadOnlyList<KeyRingElement>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Adds an element; one of that name stays as it is, so that of two processes that add the same the first wins.</summary>
    Task AddAsync(KeyRingElement element, CancellationToken cancellationToken);

    /// <summary>Replaces what an element says, unless it says something else by now than was read.</summary>
    /// <param name="before">The element as it was read.</param>
    /// <param name="xml">What it says from now on.</param>
    /// <param name="cancellationToken">Ends the call; nothing is written then.</param>
    Task ReplaceAsync(KeyRingElement before, string xml, CancellationToken cancellationToken);
}
