using Clarion.Storage.Filters;
using CsCheck;

namespace Clarion.Storage.Tests.Filters;

public sealed class FilterParserTests
{
    [Fact]
    public void And_binds_tighter_than_or_and_brackets_win()
    {
        var plain = Assert.IsType<OrExpression>(FilterParser.Parse("port = 1 or port = 2 and port = 3"));
        Assert.IsType<ComparisonExpression>(plain.Left);
        Assert.IsType<AndExpression>(plain.Right);

        var grouped = Assert.IsType<AndExpression>(FilterParser.Parse("(port = 1 or port = 2) and port = 3"));
        Assert.IsType<OrExpression>(grouped.Left);
    }

    [Fact]
    public void The_example_of_the_handbook_is_read_with_places()
    {
        const string text = "SRC.SGT = 17 AND dst.port in (445, 3389) and bytes > 1MB and not src.ip not in (10.0.0.0/8)";
        var expression = Assert.IsType<AndExpression>(FilterParser.Parse(text));
        var not = Assert.IsType<NotExpression>(expression.Right);
        var outside = Assert.IsType<ComparisonExpression>(not.Inner);
        Assert.Equal(FilterOperator.NotIn, outside.Operator);
        Assert.Equal(["10.0.0.0/8"], outside.Values);
        Assert.Equal("src.ip not in (10.0.0.0/8)", text.Substring(outside.Position, outside.Length));

        var left = Assert.IsType<AndExpression>(Assert.IsType<AndExpression>(expression.Left).Left);
        var ports = Assert.IsType<ComparisonExpression>(left.Right);
        Assert.Equal(("dst.port", FilterOperator.In), (ports.Field, ports.Operator));
        Assert.Equal(["445", "3389"], ports.Values);
        Assert.Equal("src.sgt", Assert.IsType<ComparisonExpression>(left.Left).Field);
    }

    [Fact]
    public void A_boolean_field_alone_is_true()
    {
        var alone = Assert.IsType<ComparisonExpression>(FilterParser.Parse("denied"));
        Assert.Equal(["true"], alone.Values);
        Assert.IsType<NotExpression>(FilterParser.Parse("not denied"));
        Assert.Equal(["false"], Assert.IsType<ComparisonExpression>(FilterParser.Parse("denied = false")).Values);
    }

    [Fact]
    public void Quotes_hold_spaces_keywords_and_escapes()
    {
        var quoted = Assert.IsType<ComparisonExpression>(FilterParser.Parse("user contains 'O\\'Neill and \"co\"'"));
        Assert.Equal(["O'Neill and \"co\""], quoted.Values);
    }

    [Theory]
    [InlineData("", 0, 0, "a field")]
    [InlineData("port", 4, 0, "comparison after 'port'")]
    [InlineData("port =", 6, 0, "a port")]
    [InlineData("port = 70000", 7, 5, "65535")]
    [InlineData("port = and", 7, 3, "a port")]
    [InlineData("prot = tcp", 0, 4, "Did you mean")]
    [InlineData("src.ip = 10.0.0", 9, 6, "an IP address")]
    [InlineData("src.ip = 10.0.0.0/33", 9, 11, "an IP address")]
    [InlineData("src.ip < 10.0.0.1", 7, 1, "cannot be compared")]
    [InlineData("port > 10-20", 7, 5, "a single value")]
    [InlineData("port contains 5", 5, 8, "cannot be compared")]
    [InlineData("port = 1 port = 2", 9, 4, "'and', 'or' or the end")]
    [InlineData("(port = 1", 9, 0, "')'")]
    [InlineData("port = 1)", 8, 1, "no bracket is open")]
    [InlineData("port in (1, )", 12, 1, "a port")]
    [InlineData("port in 5", 8, 1, "'('")]
    [InlineData("user = 'abc", 7, 4, "no closing")]
    [InlineData("port ! 5", 5, 1, "'!' alone")]
    [InlineData("src.sgt = Cameras", 10, 7, "a group number")]
    [InlineData("direction = sideways", 12, 8, "ingress")]
    [InlineData("end > yesterday", 6, 9, "a time such as")]
    [InlineData("duration > 5", 11, 1, "a duration")]
    [InlineData("bytes > 1.5", 8, 3, "a whole number")]
    [InlineData("and", 0, 3, "a field")]
    public void Mistakes_are_shown_where_they_stand(string text, int position, int length, string expected)
    {
        var fault = Assert.Throws<FilterException>(() => FilterParser.Parse(text));
        Assert.Equal((position, length), (fault.Position, fault.Length));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Size_and_depth_are_bounded()
    {
        Assert.Throws<FilterException>(() => FilterParser.Parse(new string('(', FilterParser.MaxDepth + 1) + "denied"));
        Assert.Throws<FilterException>(() => FilterParser.Parse("denied" + new string(' ', FilterParser.MaxLength)));
        Assert.Throws<FilterException>(
            () => FilterParser.Parse(string.Join(" or ", Enumerable.Repeat("denied", FilterParser.MaxComparisons + 1))));
        Assert.Throws<FilterException>(
            () => FilterParser.Parse($"port in ({string.Join(",", Enumerable.Repeat("1", FilterParser.MaxValues + 1))})"));
        Assert.IsType<OrExpression>(FilterParser.Parse(string.Join(" or ", Enumerable.Repeat("denied", FilterParser.MaxComparisons))));
    }

    [Fact]
    public void Anything_parses_or_is_refused_with_a_place_inside_the_text()
    {
        string[] pieces =
        [
            "port", "src.ip", "user", "denied", "bytes", "=", "!=", "<", ">=", "in", "not", "and", "or", "contains", "(", ")", ",", "'", "\"",
            "\\", "5", "10.0.0.0/8", "::1/0", "1MB", "-", "0x", "none", " ", "tcp", "é", "\0", "'; drop table flows; --", "9e9", "true",
        ];
        var words = Gen.OneOf(Gen.OneOf<string>(pieces), Gen.String).Array[0, 24].Select(parts => string.Join(' ', parts));
        words.Sample(text =>
        {
            try
            {
                return FilterParser.Parse(text) is not null;
            }
            catch (FilterException fault)
            {
                return fault.Position >= 0 && fault.Length >= 0 && fault.Position + fault.Length <= text.Length;
            }
        });
    }

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        var comparison = Gen.Select(Gen.Int[0, 65535], Gen.OneOf<FilterOperator>(FilterOperator.Equal, FilterOperator.Less, FilterOperator.NotIn))
            .Select((port, sign) => (FilterExpression)new ComparisonExpression("port", sign, [port.ToString(System.Globalization.CultureInfo.InvariantCulture)], 0, 0));
        var tree = Gen.Recursive<FilterExpression>((depth, inner) => depth > 4
            ? comparison
            : Gen.OneOf(
                comparison,
                inner.Select(x => (FilterExpression)new NotExpression(x)),
                Gen.Select(inner, inner).Select((left, right) => (FilterExpression)new AndExpression(left, right)),
                Gen.Select(inner, inner).Select((left, right) => (FilterExpression)new OrExpression(left, right))));
        tree.Sample(expected => Write(FilterParser.Parse(Write(expected))) == Write(expected));
    }

    private static string Write(FilterExpression expression) => expression switch
    {
        AndExpression and => $"({Write(and.Left)} and {Write(and.Right)})",
        OrExpression or => $"({Write(or.Left)} or {Write(or.Right)})",
        NotExpression not => $"not ({Write(not.Inner)})",
        ComparisonExpression { Operator: FilterOperator.NotIn } list => $"{list.Field} not in ({string.Join(", ", list.Values)})",
        ComparisonExpression one => $"{one.Field} {(one.Operator == FilterOperator.Less ? "<" : "=")} {one.Values[0]}",
        _ => throw new InvalidOperationException(),
    };
}
