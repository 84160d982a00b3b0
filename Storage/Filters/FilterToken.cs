namespace Clarion.Storage.Filters;

internal enum FilterTokenKind
{
    End,
    Word,
    Quoted,
    Operator,
    Open,
    Close,
    Comma,
}

/// <summary>A piece of a filter's text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text; for a quoted one without quotes and escapes.</param>
/// <param name="Position">Offset in the filter.</param>
/// <param name="Length">Length in the filter, quotes included.</param>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text, int Position, int Length)
{
    public int EndPosition => Position + Length;

    public bool Is(string keyword) => Kind == FilterTokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>How an error message names it.</summary>
    public string Describe() => Kind == FilterTokenKind.End ? "the end" : $"'{(Text.Length > 40 ? Text[..40] + "…" : Text)}'";
}
