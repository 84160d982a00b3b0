namespace Clarion.Storage.Filters;

/// <summary>A parsed condition of the filter language (docs/filter-language.md). Immutable.</summary>
public abstract record FilterExpression;

/// <summary>Both sides hold.</summary>
/// <param name="Left">One side.</param>
/// <param name="Right">Other side.</param>
public sealed record AndExpression(FilterExpression Left, FilterExpression Right) : FilterExpression;

/// <summary>At least one side holds.</summary>
/// <param name="Left">One side.</param>
/// <param name="Right">Other side.</param>
public sealed record OrExpression(FilterExpression Left, FilterExpression Right) : FilterExpression;

/// <summary>The condition does not hold.</summary>
/// <param name="Inner">The condition.</param>
public sealed record NotExpression(FilterExpression Inner) : FilterExpression;

/// <summary>A field compared with one value, or with several (<c>in</c>).</summary>
/// <param name="Field">Field name as written, lower case.</param>
/// <param name="Operator">Comparison.</param>
/// <param name="Values">Values as written, unquoted.</param>
/// <param name="Position">Where the field stands in the text, from 0.</param>
/// <param name="Length">Length of the comparison in the text.</param>
public sealed record ComparisonExpression(
    string Field, FilterOperator Operator, IReadOnlyList<string> Values, int Position, int Length) : FilterExpression;

/// <summary>Comparisons.</summary>
public enum FilterOperator
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,

    /// <summary><c>in (a, b)</c></summary>
    In,

    /// <summary><c>not in (a, b)</c></summary>
    NotIn,

    /// <summary><c>contains</c>, on text fields.</summary>
    Contains,

    /// <summary>One of the ends is none of these; not written by people (<see cref="PlaceConditions"/>).</summary>
    Outside,
}

/// <summary>A filter that cannot be understood, with the place.</summary>
/// <param name="message">What is wrong and what was expected.</param>
/// <param name="position">Offset of the offending part, from 0.</param>
/// <param name="length">Its length.</param>
public sealed class FilterException(string message, int position, int length) : Exception(message)
{
    /// <summary>Offset of the offending part, from 0.</summary>
    public int Position { get; } = position;

    /// <summary>Length of the offending part.</summary>
    public int Length { get; } = length;
}
