using System.Globalization;
using System.Text.Json;
using Clarion.Gateway.Http.Legacy;

namespace Clarion.Web.Pages.Legacy;

/// <summary>What to say of an older installation.</summary>
internal static class LegacyText
{
    /// <summary>What was compared with its file, in words.</summary>
    public static string Comparison(LegacyInstallationModel installation)
    {
        if (installation.Report is not { ValueKind: JsonValueKind.Object } report
            || !report.TryGetProperty("checks", out var checks) || checks.ValueKind != JsonValueKind.Array)
        {
            return "The migration has not come to its end: run it again, it goes on where it was.";
        }

        var wrong = checks.EnumerateArray().Count(check => !(check.TryGetProperty("isRight", out var right) && right.ValueKind == JsonValueKind.True));
        return wrong == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{checks.GetArrayLength()} figures were compared with its file, and all are the same.")
            : string.Create(CultureInfo.InvariantCulture, $"{checks.GetArrayLength()} figures were compared with its file, and {wrong} differ.");
    }

    /// <summary>What the operator has to know.</summary>
    public static IReadOnlyList<string> Notices(LegacyInstallationModel installation) =>
        installation.Report is { ValueKind: JsonValueKind.Object } report && report.TryGetProperty("notices", out var notices)
            && notices.ValueKind == JsonValueKind.Array
            ? [.. notices.EnumerateArray().Where(notice => notice.ValueKind == JsonValueKind.String).Select(notice => notice.GetString()!)]
            : [];

    /// <summary>The columns of a row that have something in them, as name and text.</summary>
    public static IEnumerable<(string Column, string Text)> Cells(LegacyRowModel row) => row.Row.ValueKind != JsonValueKind.Object
        ? []
        : row.Row.EnumerateObject().Where(cell => cell.Value.ValueKind != JsonValueKind.Null)
            .Select(cell => (cell.Name, cell.Value.ValueKind == JsonValueKind.String ? cell.Value.GetString()! : cell.Value.GetRawText()));
}
