using System.Text.Json;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Legacy;

/// <summary>Answers <c>/legacy</c>. Parameters are texts as in the query string; null or empty means the default.</summary>
public sealed class LegacyReader(ILegacyStore store)
{
    private const int MaxName = 200;

    /// <summary>Older installations that were brought here, by name.</summary>
    public async Task<IReadOnlyList<LegacyInstallationModel>> InstallationsAsync(CancellationToken cancellationToken)
    {
        var tables = (await store.ReadTablesAsync(cancellationToken).ConfigureAwait(false)).ToLookup(table => table.Source, StringComparer.Ordinal);
        return
        [
            .. (await store.ReadImportsAsync(cancellationToken).ConfigureAwait(false)).Select(import => new LegacyInstallationModel(
                import.Source, import.StartedAt, import.FinishedAt,
                [.. tables[import.Source].Select(table => new LegacyTableModel(table.Name, table.Rows, table.Remarked))],
                import.Report.Length > 0 ? JsonElement.Parse(import.Report) : null)),
        ];
    }

    /// <summary>Rows of a table, by key.</summary>
    /// <param name="installation">Name of the installation.</param>
    /// <param name="table">Name of the table there.</param>
    /// <param name="find">Only rows with this text in a column.</param>
    /// <param name="remarked"><c>true</c> for rows with a remark only.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cursor">Of the page before.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public async Task<Listing<LegacyRowModel>> RowsAsync(
        string installation, string table, string? find, string? remarked, string? limit, string? cursor, CancellationToken cancellationToken)
    {
        var size = QueryText.Limit(limit);
        var question = new LegacyQuestion(
            Name(nameof(installation), installation), Name(nameof(table), table), size + 1, QueryText.Cursor(cursor), Name(nameof(find), find), IsTrue(remarked));
        var rows = await store.ReadRowsAsync(question, cancellationToken).ConfigureAwait(false);
        return new Listing<LegacyRowModel>([.. rows.Take(size).Select(LegacyRowModel.Of)], rows.Count > size ? rows[size - 1].Key : null);
    }

    private static bool IsTrue(string? text) => text switch
    {
        null or "" or "false" => false,
        "true" => true,
        _ => throw new BadParameterException("remarked", $"remarked is '{text}'; expected true or false."),
    };

    private static string Name(string parameter, string? text) => text is null or { Length: <= MaxName } ? text?.Trim() ?? ""
        : throw new BadParameterException(parameter, FormattableString.Invariant($"{parameter} must be at most {MaxName} characters."));
}
