namespace Clarion.Migration.Legacy;

/// <summary>Which version of the older system wrote a file. There is no version in it: tables tell.</summary>
public static class LegacyGeneration
{
    /// <summary>The generation in words; null when the file is not the older system's.</summary>
    /// <param name="tables">Names of the tables of the file.</param>
    public static string? Of(IReadOnlySet<string> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        return !tables.Contains(LegacyTables.Netflow) || !tables.Contains("sketches") ? null
            : tables.Contains("connectors") || tables.Contains("certificates") ? "final (from 31 December 2025)"
            : tables.Contains("sgt_registry") || tables.Contains("collectors") ? "27 to 29 December 2025"
            : tables.Contains("locations") || tables.Contains("switches") ? "24 to 27 December 2025"
            : "first (23 December 2025)";
    }
}
