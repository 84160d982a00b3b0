using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Reading;

/// <summary>Cursors are the stores'; the API only passes them on, and says so when one is refused.</summary>
internal static class Cursors
{
    /// <summary>Reads a page.</summary>
    /// <exception cref="Errors.BadParameterException">The store does not know the cursor.</exception>
    public static async Task<Page<T>> ReadAsync<T>(string? text, Func<string?, Task<Page<T>>> read)
    {
        var cursor = QueryText.Cursor(text);
        try
        {
            return await read(cursor).ConfigureAwait(false);
        }
        catch (Exception fault) when (cursor is not null && fault is ArgumentException or FormatException)
        {
            throw QueryText.BadCursor();
        }
    }
}
