using System.Globalization;
using Clarion.Storage.Filters;

namespace Clarion.Web.Filters;

/// <summary>Something that may be written next.</summary>
/// <param name="Insert">What is written.</param>
/// <param name="Label">What is shown.</param>
/// <param name="Detail">A few words about it.</param>
public sealed record CompletionOption(string Insert, string Label, string? Detail);

/// <summary>What the language itself offers at a place; values seen in the data come from <see cref="LiveValues"/>.</summary>
public static class CompletionOptions
{
    private static readonly (FilterOperator Operator, string Sign, string Meaning)[] Signs =
    [
        (FilterOperator.Equal, "=", "is"), (FilterOperator.NotEqual, "!=", "is not"), (FilterOperator.In, "in", "is one of"),
        (FilterOperator.NotIn, "not in", "is none of"), (FilterOperator.Contains, "contains", "has within it"), (FilterOperator.Less, "<", "less than"),
        (FilterOperator.LessOrEqual, "<=", "at most"), (FilterOperator.Greater, ">", "more than"), (FilterOperator.GreaterOrEqual, ">=", "at least"),
    ];

    /// <summary>What fits what has been written, the likeliest first.</summary>
    public static IReadOnlyList<CompletionOption> For(CompletionContext context, FilterScopes scope)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Kind switch
        {
            CompletionKind.Field => Matching(context.Prefix, Fields(scope), anywhere: true),
            CompletionKind.Operator => Matching(context.Prefix, Operators(context.Field!), anywhere: false),
            CompletionKind.Value or CompletionKind.ListValue => Matching(context.Prefix, Values(context), anywhere: false),
            CompletionKind.Joint => Matching(context.Prefix, [new("and ", "and", "both hold"), new("or ", "or", "either holds")], anywhere: false),
            _ => [],
        };
    }

    /// <summary>What is to be written there, for people; null when the options say it.</summary>
    public static string? Hint(CompletionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context is { Kind: CompletionKind.Value or CompletionKind.ListValue, Field: { Kind: not (FilterValueKind.Name or FilterValueKind.Boolean) } field }
            ? $"{field.Name}: {FilterValue.Expected(field)}"
            : null;
    }

    /// <summary>A value as it is written at a place: in a list nothing follows, else the filter goes on.</summary>
    public static CompletionOption Value(CompletionContext context, string text, string label, string? detail)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new CompletionOption(FilterText.Quote(text) + (context.Kind == CompletionKind.ListValue ? "" : " "), label, detail);
    }

    private static IEnumerable<CompletionOption> Fields(FilterScopes scope) => FilterFields.For(scope)
        .Select(field => new CompletionOption(field.Name + " ", field.Name, field.Description))
        .Append(new CompletionOption("not ", "not", "the condition that follows does not hold"));

    private static IEnumerable<CompletionOption> Operators(FilterField field)
    {
        foreach (var (comparison, sign, meaning) in Signs)
        {
            if (FilterValue.Allows(field.Kind, comparison))
            {
                yield return new CompletionOption(comparison is FilterOperator.In or FilterOperator.NotIn ? sign + " (" : sign + " ", sign, meaning);
            }
        }

        if (field.Kind == FilterValueKind.Boolean)
        {
            yield return new CompletionOption("and ", "and", "it is true, and");
            yield return new CompletionOption("or ", "or", "it is true, or");
        }
    }

    private static IEnumerable<CompletionOption> Values(CompletionContext context)
    {
        IEnumerable<(string Text, string? Detail)> values = context.Field!.Kind switch
        {
            FilterValueKind.Boolean => [("true", null), ("false", null)],
            FilterValueKind.Name => context.Field.Names.OrderBy(name => name.Value).Select(name => (name.Key, (string?)null)),
            FilterValueKind.Protocol => ProtocolNames.All.OrderBy(name => name.Value).Select(name => (name.Key, (string?)Number(name.Value))),
            FilterValueKind.Port => ServiceNames.All.OrderBy(name => name.Value).Select(name => (name.Key, (string?)Number(name.Value))),
            _ => [],
        };
        return values.Select(value => Value(context, value.Text, value.Text, value.Detail));
    }

    private static List<CompletionOption> Matching(string prefix, IEnumerable<CompletionOption> options, bool anywhere) =>
        [.. options.Select(option => (Option: option, Rank: Rank(option, prefix, anywhere))).Where(found => found.Rank >= 0)
            .OrderBy(found => found.Rank).Select(found => found.Option)];

    // Beginning with it, then with a part that begins with it (src.port for "port"), then holding it.
    private static int Rank(CompletionOption option, string prefix, bool anywhere) => option.Label switch
    {
        var label when label.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) => 0,
        _ when !anywhere => option.Detail == prefix ? 1 : -1,
        var label when label.Contains("." + prefix, StringComparison.OrdinalIgnoreCase) => 1,
        var label when label.Contains(prefix, StringComparison.OrdinalIgnoreCase) => 2,
        _ => -1,
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
