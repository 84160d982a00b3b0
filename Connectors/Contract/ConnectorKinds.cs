namespace Clarion.Connectors.Contract;

/// <summary>The kinds of connector this build has, by name.</summary>
public sealed class ConnectorKinds(IEnumerable<ConnectorKind> kinds)
{
    /// <summary>What a sealed value begins with.</summary>
    public const string Sealed = "sealed:";

    private readonly Dictionary<string, ConnectorKind> _kinds = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<ConnectorKind> All => _kinds.Values;

    /// <summary>Their names in a sentence.</summary>
    public string Names => string.Join(", ", _kinds.Keys.Order(StringComparer.Ordinal));

    /// <summary>The kind of that name; null when there is none.</summary>
    public ConnectorKind? Find(string name) => _kinds.GetValueOrDefault(name);

    /// <summary>Settings with their secrets opened; a secret that cannot be opened is left out.</summary>
    public static IReadOnlyDictionary<string, string> Open(IReadOnlyDictionary<string, string> settings, ISecretSeal seal)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(seal);
        var opened = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in settings)
        {
            if (!value.StartsWith(Sealed, StringComparison.Ordinal))
            {
                opened[name] = value;
            }
            else if (seal.Open(value[Sealed.Length..]) is { } secret)
            {
                opened[name] = secret;
            }
        }

        return opened;
    }
}
