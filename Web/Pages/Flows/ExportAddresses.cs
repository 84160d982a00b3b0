using Microsoft.AspNetCore.WebUtilities;

namespace Clarion.Web.Pages.Flows;

/// <summary>Addresses of files with the rows of an answer of the API.</summary>
public static class ExportAddresses
{
    // Parameters of the JSON answer that a file of its rows does not know.
    private static readonly HashSet<string> Dropped = new(StringComparer.Ordinal) { "step", "cursor" };

    /// <summary>The file of a JSON call.</summary>
    /// <param name="apiPath">Path and query of the call.</param>
    /// <param name="format"><c>csv</c>, <c>json</c> or <c>parquet</c>.</param>
    /// <param name="columns">Columns of raw flows; null for all.</param>
    public static string Of(string apiPath, string format, string? columns = null)
    {
        ArgumentNullException.ThrowIfNull(apiPath);
        var cut = apiPath.IndexOf('?', StringComparison.Ordinal);
        var path = cut < 0 ? apiPath : apiPath[..cut];
        var raw = !path.EndsWith("/summary", StringComparison.Ordinal);
        var parameters = QueryHelpers.ParseQuery(cut < 0 ? "" : apiPath[cut..])
            .Where(pair => !Dropped.Contains(pair.Key) && !(raw && pair.Key == "limit"))
            .Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value.ToString()))
            .Append(new("format", format));
        if (raw && !string.IsNullOrEmpty(columns))
        {
            parameters = parameters.Append(new("columns", columns));
        }

        return QueryHelpers.AddQueryString(path + "/export", parameters);
    }

    /// <summary>A command that asks the same, for a POSIX shell.</summary>
    /// <param name="address">The whole address.</param>
    /// <param name="needsKey">Whether the server asks for a key.</param>
    public static string Curl(Uri address, bool needsKey)
    {
        ArgumentNullException.ThrowIfNull(address);
        var key = needsKey ? "-H \"X-Api-Key: $CLARION_KEY\" " : "";
        return $"curl -s {key}'{address.AbsoluteUri.Replace("'", "%27", StringComparison.Ordinal)}'";
    }
}
