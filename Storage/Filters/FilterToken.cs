namespace Clarion.Storage.Filters;

/// <summary>Kinds of pieces.</summary>
public enum FilterTokenKind
{
    /// <summary>The text is over.</summary>
    End,

    /// <summary>Letters, digits and whatever separates nothing.</summary>
    Word,

    /// <summary>In quotes.</summary>
    Quoted,

    /// <summary>A comparison sign.</summary>
    Operator,

    /// <summary>An opening bracket.</summary>
    Open,

    /// <summary>A closing bracket.</summary>
    Close,

    /// <summary>A comma.</summary>
    Comma,
}

/// <summary>A piece of a filter's text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text; for a quoted one without quotes and escapes.</param>
/// <param name="Position">Offset in the filter.</param>
/// <param name="Length">Length in the filter, quotes included.</param>
public readonly record struct FilterToken(FilterTokenKind Kind, string Text, int Position, int Length)
{
    /// <summary>Offset behind it.</summary>
    public int EndPosition => Position + Length;

    /// <summary>Whether it is this keyword, in either case.</summary>
    public bool Is(string keyword) => Kind == FilterTokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the language keeps this word for itself.</summary>
    public bool IsKeyword => Is("and") || Is("or") || Is("not") || Is("in") || Is("contains");

    /// <summary>How an error message names it.</summary>
    public string Describe() => Kind == FilterTokenKind.End ? "the end" : $"'{(Text.Length > 40 ? Text[..40] + "…" : Text)}'";
}
