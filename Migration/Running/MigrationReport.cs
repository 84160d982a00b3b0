using Clarion.Migration.Legacy;

namespace Clarion.Migration.Running;

/// <summary>What a migration did, and whether what is in the store is what is in the file.</summary>
/// <param name="Source">Name of the installation.</param>
/// <param name="File">The file.</param>
/// <param name="Generation">Which version wrote it.</param>
/// <param name="StartedAt">When it was first begun, UTC.</param>
/// <param name="Seconds">How long this run took.</param>
/// <param name="FlowsPerSecond">Rows of flows a second; 0 when there were none to bring.</param>
/// <param name="Tables">Per table of the file.</param>
/// <param name="Checks">What was compared.</param>
/// <param name="Notices">What the operator has to know: secrets to enter again, what was made up.</param>
public sealed record MigrationReport(
    string Source, string File, string Generation, DateTimeOffset StartedAt, double Seconds, double FlowsPerSecond, IReadOnlyList<TableReport> Tables,
    IReadOnlyList<MigrationCheck> Checks, IReadOnlyList<string> Notices)
{
    /// <summary>True when everything that was compared is the same.</summary>
    public bool IsRight => Checks.All(check => check.IsRight);
}

/// <summary>What became of a table.</summary>
/// <param name="Table">Its name in the file.</param>
/// <param name="Rows">Rows in the file.</param>
/// <param name="Kept">Rows that are kept as they were.</param>
/// <param name="Brought">What became of them, by what it is here.</param>
/// <param name="Remarks">Rows that were repaired, merged, skipped or set aside, by the reason.</param>
public sealed record TableReport(
    string Table, long Rows, long Kept, IReadOnlyDictionary<string, long> Brought, IReadOnlyDictionary<string, long> Remarks)
{
    internal static TableReport Of(Tally tally) => new(tally.Table, tally.Rows, tally.Kept, tally.Brought, tally.Remarks);
}

/// <summary>Something that was compared.</summary>
/// <param name="What">What.</param>
/// <param name="Expected">As the file has it.</param>
/// <param name="Found">As the store has it.</param>
public sealed record MigrationCheck(string What, string Expected, string Found)
{
    /// <summary>True when both are the same.</summary>
    public bool IsRight => string.Equals(Expected, Found, StringComparison.Ordinal);

    internal static MigrationCheck Of<T>(string what, T expected, T found)
        where T : IFormattable =>
        new(what, expected.ToString(null, System.Globalization.CultureInfo.InvariantCulture), found.ToString(null, System.Globalization.CultureInfo.InvariantCulture));
}
