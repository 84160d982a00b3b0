using Clarion.Storage.Filters;

namespace Clarion.Web.Filters;

/// <summary>What may be written at a place of a filter.</summary>
public enum CompletionKind
{
    /// <summary>Nothing that could be offered.</summary>
    Nothing,

    /// <summary>A field.</summary>
    Field,

    /// <summary>A comparison of the field.</summary>
    Operator,

    /// <summary>A value of the field.</summary>
    Value,

    /// <summary>A value of the field in a list.</summary>
    ListValue,

    /// <summary><c>and</c>, <c>or</c>.</summary>
    Joint,
}

/// <summary>A place in a filter that somebody is writing.</summary>
/// <param name="Kind">What may stand there.</param>
/// <param name="Field">The field that is compared; null where none is.</param>
/// <param name="Operator">The comparison of a value, as written.</param>
/// <param name="Prefix">What has been written of it, unquoted.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="Length">How much of the text it takes the place of, from there.</param>
public sealed record CompletionContext(CompletionKind Kind, FilterField? Field, string? Operator, string Prefix, int Start, int Length)
{
    /// <summary>Offset behind what is replaced.</summary>
    public int End => Start + Length;
}

/// <summary>Finds out what is being written where. Forgiving: it reads only what stands before the caret, and never fails.</summary>
public static class FilterCompletion
{
    private enum State
    {
        Lost,
        Field,
        Operator,
        NotIn,
        ListOpen,
        Value,
        ListValue,
        ListJoint,
        Joint,
    }

    /// <summary>The place at the caret.</summary>
    /// <param name="text">The filter as far as it is written.</param>
    /// <param name="caret">Offset of the caret.</param>
    /// <param name="scope">Whose fields are known.</param>
    public static CompletionContext At(string text, int caret, FilterScopes scope)
    {
        ArgumentNullException.ThrowIfNull(text);
        caret = Math.Clamp(caret, 0, text.Length);
        var (before, written) = Cut(text[..caret]);
        var (state, field, sign) = Walk(before, scope);
        var kind = KindOf(state, field);
        return new CompletionContext(
            kind, kind is CompletionKind.Operator or CompletionKind.Value or CompletionKind.ListValue ? field : null, kind is CompletionKind.Value or CompletionKind.ListValue ? sign : null,
            written.Text, written.Position, EndOf(text, caret, written) - written.Position);
    }

    // The pieces before the one at the caret, and that one. An open quote and a lone '!' are being written, too.
    private static (IReadOnlyList<FilterToken> Before, FilterToken Written) Cut(string text)
    {
        FilterToken? open = null;
        IReadOnlyList<FilterToken> tokens;
        try
        {
            tokens = FilterLexer.Read(text);
        }
        catch (FilterException fault)
        {
            open = text[fault.Position] == '!'
                ? new FilterToken(FilterTokenKind.Operator, "!", fault.Position, 1)
                : new FilterToken(FilterTokenKind.Quoted, text[(fault.Position + 1)..], fault.Position, text.Length - fault.Position);
            tokens = FilterLexer.Read(text[..fault.Position]);
        }

        List<FilterToken> before = [.. tokens.Take(tokens.Count - 1)];
        if (open is { } unfinished)
        {
            return (before, unfinished);
        }

        if (before is [.., { Kind: FilterTokenKind.Word } last] && last.EndPosition == text.Length)
        {
            before.RemoveAt(before.Count - 1);
            return (before, last);
        }

        return (before, new FilterToken(FilterTokenKind.Word, "", text.Length, 0));
    }

    private static (State State, FilterField? Field, string? Sign) Walk(IReadOnlyList<FilterToken> tokens, FilterScopes scope)
    {
        var (state, field, sign) = (State.Field, default(FilterField), default(string));
        foreach (var token in tokens)
        {
            if (state == State.Field && token.Kind == FilterTokenKind.Word && !token.IsKeyword)
            {
                field = FilterFields.TryGet(token.Text.ToLowerInvariant(), out var known) && (known.Scopes & scope) != 0 ? known : null;
            }

            if (state is State.Operator or State.NotIn && (token.Kind == FilterTokenKind.Operator || token.Is("in") || token.Is("contains")))
            {
                sign = state == State.NotIn ? "not in" : token.Text.ToLowerInvariant();
            }

            state = Next(state, token);
        }

        return (state, field, sign);
    }

    private static State Next(State state, FilterToken token) => (state, token.Kind) switch
    {
        (State.Field, FilterTokenKind.Open) => State.Field,
        (State.Field, FilterTokenKind.Word) => token.Is("not") ? State.Field : token.IsKeyword ? State.Lost : State.Operator,
        (State.Operator, FilterTokenKind.Operator) => State.Value,
        (State.Operator, FilterTokenKind.Close) => State.Joint,
        (State.Operator, FilterTokenKind.Word) when token.Is("contains") => State.Value,
        (State.Operator, FilterTokenKind.Word) when token.Is("in") => State.ListOpen,
        (State.Operator, FilterTokenKind.Word) when token.Is("not") => State.NotIn,
        (State.NotIn, FilterTokenKind.Word) when token.Is("in") => State.ListOpen,
        (State.ListOpen, FilterTokenKind.Open) or (State.ListJoint, FilterTokenKind.Comma) => State.ListValue,
        (State.Value, FilterTokenKind.Word or FilterTokenKind.Quoted) => State.Joint,
        (State.ListValue, FilterTokenKind.Word or FilterTokenKind.Quoted) => State.ListJoint,
        (State.ListJoint or State.Joint, FilterTokenKind.Close) => State.Joint,
        (State.Operator or State.Joint, FilterTokenKind.Word) when token.Is("and") || token.Is("or") => State.Field,
        _ => State.Lost,
    };

    private static CompletionKind KindOf(State state, FilterField? field) => state switch
    {
        State.Field => CompletionKind.Field,
        State.Joint => CompletionKind.Joint,
        State.Operator when field is not null => CompletionKind.Operator,
        State.Value when field is not null => CompletionKind.Value,
        State.ListValue when field is not null => CompletionKind.ListValue,
        _ => CompletionKind.Nothing,
    };

    private static int EndOf(string text, int caret, FilterToken written)
    {
        if (written.Kind == FilterTokenKind.Quoted)
        {
            return caret < text.Length && text[caret] == text[written.Position] ? caret + 1 : caret;
        }

        if (written is { Kind: FilterTokenKind.Word, Length: > 0 })
        {
            while (caret < text.Length && FilterLexer.IsPartOfWord(text[caret]))
            {
                caret++;
            }
        }

        return caret;
    }
}
