namespace Clarion.Connectors.Contract;

/// <summary>Secrets that the other side tells a connector itself, once: kept sealed with the connector, over restarts and moves between silos, until it is deleted.</summary>
public interface IKeptSecrets
{
    /// <summary>A kept secret; null when there is none of that name, or its seal cannot be opened.</summary>
    string? Find(string name);

    /// <summary>Keeps a secret; it is durable when the task completes. One of the same name goes.</summary>
    /// <param name="name">What it is for, at most 200 characters.</param>
    /// <param name="secret">The secret, at most 1,000 characters.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    ValueTask KeepAsync(string name, string secret, CancellationToken cancellationToken);
}
