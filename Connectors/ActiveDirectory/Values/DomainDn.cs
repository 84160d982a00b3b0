namespace Clarion.Connectors.ActiveDirectory.Values;

/// <summary>Domains as distinguished names.</summary>
internal static class DomainDn
{
    /// <summary><c>DC=clinic,DC=example</c> as <c>clinic.example</c>; empty when the name is not of that form.</summary>
    public static string ToDns(string name)
    {
        var parts = name.Split(',', StringSplitOptions.TrimEntries);
        return parts.All(p => p.StartsWith("DC=", StringComparison.OrdinalIgnoreCase) && p.Length > 3)
            ? string.Join('.', parts.Select(p => p[3..])).ToLowerInvariant()
            : "";
    }
}
