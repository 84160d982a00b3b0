namespace Clarion.Connectors.Contract;

/// <summary>Seals secrets before they are stored, and opens them where they are used.</summary>
public interface ISecretSeal
{
    /// <summary>What an operator should know about how well seals hold; null when nothing is wrong.</summary>
    string? Warning { get; }

    /// <summary>The text in a form that may be stored.</summary>
    string Seal(string secret);

    /// <summary>The secret; null when the seal is not this deployment's.</summary>
    string? Open(string seal);
}
