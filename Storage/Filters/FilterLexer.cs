using System.Text;

namespace Clarion.Storage.Filters;

/// <summary>
/// Cuts a filter into tokens. A word is everything up to a space, bracket, comma, quote or comparison sign, so that addresses,
/// prefixes, MAC addresses, times and ranges need no quotes.
/// </summary>
public static class FilterLexer
{
    /// <summary>The pieces in order, with an end.</summary>
    /// <exception cref="FilterException">A quote is not closed, or a sign means nothing.</exception>
    public static IReadOnlyList<FilterToken> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = new List<FilterToken>();
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var token = ReadOne(text, at);
            tokens.Add(token);
            at = token.EndPosition;
        }

        tokens.Add(new FilterToken(FilterTokenKind.End, "", text.Length, 0));
        return tokens;
    }

    /// <summary>Whether a word goes on with this character.</summary>
    public static bool IsPartOfWord(char character) => !char.IsWhiteSpace(character) && !"()\"',=!<>".Contains(character, StringComparison.Ordinal);

    private static FilterToken ReadOne(string text, int at) => text[at] switch
    {
        '(' => new(FilterTokenKind.Open, "(", at, 1),
        ')' => new(FilterTokenKind.Close, ")", at, 1),
        ',' => new(FilterTokenKind.Comma, ",", at, 1),
        '"' or '\'' => ReadQuoted(text, at),
        '=' or '!' or '<' or '>' => ReadOperator(text, at),
        _ => ReadWord(text, at),
    };

    private static FilterToken ReadOperator(string text, int at)
    {
        var length = at + 1 < text.Length && text[at + 1] == '=' ? 2 : 1;
        var sign = text.Substring(at, length);
        return sign == "!"
            ? throw new FilterException("'!' alone means nothing: write != to compare, or not to negate.", at, 1)
            : new FilterToken(FilterTokenKind.Operator, sign == "==" ? "=" : sign, at, length);
    }

    private static FilterToken ReadQuoted(string text, int start)
    {
        var quote = text[start];
        var value = new StringBuilder();
        for (var at = start + 1; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length && (text[at + 1] == quote || text[at + 1] == '\\'))
            {
                value.Append(text[++at]);
            }
            else if (text[at] == quote)
            {
                return new FilterToken(FilterTokenKind.Quoted, value.ToString(), start, at + 1 - start);
            }
            else
            {
                value.Append(text[at]);
            }
        }

        throw new FilterException($"The quoted text that begins here has no closing {quote}.", start, text.Length - start);
    }

    private static FilterToken ReadWord(string text, int start)
    {
        var at = start;
        while (at < text.Length && IsPartOfWord(text[at]))
        {
            at++;
        }

        return new FilterToken(FilterTokenKind.Word, text[start..at], start, at - start);
    }
}
