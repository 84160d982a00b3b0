namespace Clarion.Storage.Sql;

/// <summary>Texts of others as every engine can keep them, and none without end.</summary>
internal static class KeptText
{
    /// <summary>
    /// The text, cut. No engine but DuckDB keeps NUL, and none half a surrogate pair, which cutting may leave: such a half is enumerated as the replacement.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="length">Most characters.</param>
    public static string Of(string text, int length) =>
        string.Concat(text[..Math.Min(text.Length, length)].EnumerateRunes().Select(rune => rune.Value == 0 ? "\uFFFD" : rune.ToString()));
}
