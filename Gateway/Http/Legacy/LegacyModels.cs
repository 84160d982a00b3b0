using System.Text.Json;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Legacy;

/// <summary>An older installation that was brought here.</summary>
/// <param name="Installation">Its name.</param>
/// <param name="StartedAt">When it was begun, UTC; what was brought ages from here.</param>
/// <param name="FinishedAt">When everything was found to be as in its file, UTC; null when it was not, or not yet.</param>
/// <param name="Tables">Tables of which rows are kept.</param>
/// <param name="Report">What the migration did and compared (docs/migration.md); null before its end.</param>
public sealed record LegacyInstallationModel(
    string Installation, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, IReadOnlyList<LegacyTableModel> Tables, JsonElement? Report);

/// <summary>A table of an older installation.</summary>
/// <param name="Table">Its name there.</param>
/// <param name="Rows">Rows that are kept.</param>
/// <param name="Remarked">Rows among them that something is to be said of.</param>
public sealed record LegacyTableModel(string Table, long Rows, long Remarked);

/// <summary>A row of an older installation.</summary>
/// <param name="Key">Its key there.</param>
/// <param name="Remark">Why it was set aside, or what is wrong with it; null for nothing.</param>
/// <param name="Row">Its columns by name, as they were; secrets are null, blobs <c>{"base64": …}</c>.</param>
public sealed record LegacyRowModel(string Key, string? Remark, JsonElement Row)
{
    internal static LegacyRowModel Of(LegacyRecord record) => new(
        record.Key, record.Remark.Length > 0 ? record.Remark : null, JsonElement.Parse(record.Object));
}
