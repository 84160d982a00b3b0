namespace Clarion.Storage.Filters;

/// <summary>
/// Reads the filter language (docs/filter-language.md). Field names and values are checked here, so that a mistake is shown where it
/// stands; whether a field fits what is filtered is known only when the filter is used.
/// </summary>
public sealed class FilterParser
{
    /// <summary>Longest filter, in characters.</summary>
    public const int MaxLength = 8192;

    /// <summary>Most comparisons in a filter.</summary>
    public const int MaxComparisons = 256;

    /// <summary>Most values of one <c>in</c> list.</summary>
    public const int MaxValues = 1000;

    /// <summary>Deepest nesting of brackets and <c>not</c>.</summary>
    public const int MaxDepth = 32;

    private readonly IReadOnlyList<FilterToken> _tokens;
    private int _next;
    private int _depth;
    private int _comparisons;

    private FilterParser(IReadOnlyList<FilterToken> tokens) => _tokens = tokens;

    private FilterToken Current => _tokens[_next];

    /// <summary>Parses a filter.</summary>
    /// <exception cref="FilterException">The text is no filter; position, length and what was expected are in the exception.</exception>
    public static FilterExpression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            throw new FilterException($"The filter is longer than {MaxLength} characters.", MaxLength, text.Length - MaxLength);
        }

        var parser = new FilterParser(FilterLexer.Read(text));
        var expression = parser.ReadOr();
        return parser.Current.Kind == FilterTokenKind.End
            ? expression
            : throw Unexpected(parser.Current, parser.Current.Kind == FilterTokenKind.Close ? "no bracket is open here" : "'and', 'or' or the end");
    }

    private static FilterException Unexpected(FilterToken token, string expected) =>
        new($"Found {token.Describe()}, expected {expected}.", token.Position, token.Length);

    private FilterToken Take() => _tokens[_next++];

    private FilterExpression ReadOr()
    {
        var left = ReadAnd();
        while (Current.Is("or"))
        {
            _next++;
            left = new OrExpression(left, ReadAnd());
        }

        return left;
    }

    private FilterExpression ReadAnd()
    {
        var left = ReadFactor();
        while (Current.Is("and"))
        {
            _next++;
            left = new AndExpression(left, ReadFactor());
        }

        return left;
    }

    private FilterExpression ReadFactor()
    {
        var token = Current;
        if (!token.Is("not") && token.Kind != FilterTokenKind.Open)
        {
            return ReadComparison();
        }

        if (++_depth > MaxDepth)
        {
            throw new FilterException($"Brackets and 'not' are nested deeper than {MaxDepth}.", token.Position, token.Length);
        }

        _next++;
        FilterExpression result;
        if (token.Kind == FilterTokenKind.Open)
        {
            result = ReadOr();
            Expect(FilterTokenKind.Close, "'and', 'or' or ')'");
        }
        else
        {
            result = new NotExpression(ReadFactor());
        }

        _depth--;
        return result;
    }

    private ComparisonExpression ReadComparison()
    {
        var token = Current;
        if (token.Kind != FilterTokenKind.Word || token.IsKeyword)
        {
            throw Unexpected(token, "a field, 'not' or '('");
        }

        if (++_comparisons > MaxComparisons)
        {
            throw new FilterException($"The filter has more than {MaxComparisons} comparisons.", token.Position, token.Length);
        }

        _next++;
        var name = token.Text.ToLowerInvariant();
        if (!FilterFields.TryGet(name, out var field))
        {
            throw new FilterException($"There is no field {token.Describe()}.{FieldSuggestion.For(name)}", token.Position, token.Length);
        }

        if (field.Kind == FilterValueKind.Boolean && Current.Kind != FilterTokenKind.Operator)
        {
            return new ComparisonExpression(name, FilterOperator.Equal, ["true"], token.Position, token.Length);
        }

        var sign = Current;
        var comparison = ReadOperator(field);
        if (!FilterValue.Allows(field.Kind, comparison))
        {
            throw new FilterException(
                $"'{name}' cannot be compared with '{sign.Text}': use {FilterValue.OperatorsOf(field.Kind)}.", sign.Position, sign.Length);
        }

        string[] values = comparison is FilterOperator.In or FilterOperator.NotIn ? ReadList(field) : [ReadValue(field, comparison)];
        return new ComparisonExpression(name, comparison, values, token.Position, _tokens[_next - 1].EndPosition - token.Position);
    }

    private FilterOperator ReadOperator(FilterField field)
    {
        var token = Current;
        if (token.Kind == FilterTokenKind.Operator)
        {
            _next++;
            return token.Text switch
            {
                "=" => FilterOperator.Equal,
                "!=" => FilterOperator.NotEqual,
                "<" => FilterOperator.Less,
                "<=" => FilterOperator.LessOrEqual,
                ">" => FilterOperator.Greater,
                _ => FilterOperator.GreaterOrEqual,
            };
        }

        if (token.Is("contains"))
        {
            _next++;
            return FilterOperator.Contains;
        }

        if (token.Is("in"))
        {
            _next++;
            return FilterOperator.In;
        }

        if (token.Is("not") && _tokens[_next + 1].Is("in"))
        {
            _next += 2;
            return FilterOperator.NotIn;
        }

        throw Unexpected(token, $"a comparison after '{field.Name}': {FilterValue.OperatorsOf(field.Kind)}");
    }

    private string[] ReadList(FilterField field)
    {
        Expect(FilterTokenKind.Open, "'(' and a list of values");
        var values = new List<string> { ReadValue(field, FilterOperator.In) };
        while (Current.Kind == FilterTokenKind.Comma)
        {
            var comma = Take();
            if (values.Count == MaxValues)
            {
                throw new FilterException($"The list has more than {MaxValues} values.", comma.Position, comma.Length);
            }

            values.Add(ReadValue(field, FilterOperator.In));
        }

        Expect(FilterTokenKind.Close, "',' or ')'");
        return [.. values];
    }

    private string ReadValue(FilterField field, FilterOperator comparison)
    {
        var token = Current;
        if (token.Kind is not (FilterTokenKind.Word or FilterTokenKind.Quoted) || token.IsKeyword)
        {
            throw Unexpected(token, FilterValue.Expected(field));
        }

        if (!FilterValue.TryRead(field, token.Text, out var value))
        {
            throw Unexpected(token, FilterValue.Expected(field));
        }

        if (value is { IsRange: true } && comparison is not (FilterOperator.Equal or FilterOperator.NotEqual or FilterOperator.In or FilterOperator.NotIn))
        {
            throw Unexpected(token, "a single value: a range or prefix goes with =, !=, in or not in");
        }

        _next++;
        return token.Text;
    }

    private void Expect(FilterTokenKind kind, string expected)
    {
        if (Current.Kind != kind)
        {
            throw Unexpected(Current, expected);
        }

        _next++;
    }
}
