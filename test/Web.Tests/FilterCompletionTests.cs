using Clarion.Storage.Filters;
using Clarion.Web.Filters;

namespace Clarion.Web.Tests;

public sealed class FilterCompletionTests
{
    private const FilterScopes Scope = FilterScopes.Flow | FilterScopes.Conversation;

    // The caret is written as |.
    [Theory]
    [InlineData("|", CompletionKind.Field, null, "", "")]
    [InlineData("sr|", CompletionKind.Field, null, "sr", "sr")]
    [InlineData("sr|c.ip = 1", CompletionKind.Field, null, "sr", "src.ip")]
    [InlineData("not (de|", CompletionKind.Field, null, "de", "de")]
    [InlineData("denied and |", CompletionKind.Field, null, "", "")]
    [InlineData("dst.port |", CompletionKind.Operator, "dst.port", "", "")]
    [InlineData("DST.PORT no|", CompletionKind.Operator, "dst.port", "no", "no")]
    [InlineData("dst.port !|", CompletionKind.Operator, "dst.port", "!", "!")]
    [InlineData("dst.port =|", CompletionKind.Value, "dst.port", "", "")]
    [InlineData("dst.port = ht|", CompletionKind.Value, "dst.port", "ht", "ht")]
    [InlineData("dst.port = ht|tp and denied", CompletionKind.Value, "dst.port", "ht", "http")]
    [InlineData("dst.port in (|", CompletionKind.ListValue, "dst.port", "", "")]
    [InlineData("dst.port not in (443, ht|)", CompletionKind.ListValue, "dst.port", "ht", "ht")]
    [InlineData("user contains \"jane d|", CompletionKind.Value, "user", "jane d", "\"jane d")]
    [InlineData("user = \"ja|\" and denied", CompletionKind.Value, "user", "ja", "\"ja\"")]
    [InlineData("src.ip = 10.0.|", CompletionKind.Value, "src.ip", "10.0.", "10.0.")]
    [InlineData("src.ip = 10.0.0.1 |", CompletionKind.Joint, null, "", "")]
    [InlineData("src.ip in (10.0.0.1) a|", CompletionKind.Joint, null, "a", "a")]
    [InlineData("(denied) |", CompletionKind.Joint, null, "", "")]
    [InlineData("denied |", CompletionKind.Operator, "denied", "", "")]
    [InlineData("banana = |", CompletionKind.Nothing, null, "", "")]
    [InlineData("switch = |", CompletionKind.Nothing, null, "", "")]
    [InlineData("dst.port in |", CompletionKind.Nothing, null, "", "")]
    [InlineData("dst.port in (443 |", CompletionKind.Nothing, null, "", "")]
    [InlineData("= = |", CompletionKind.Nothing, null, "", "")]
    public void The_place_is_known(string written, CompletionKind kind, string? field, string prefix, string replaced)
    {
        var caret = written.IndexOf('|', StringComparison.Ordinal);
        var text = written.Remove(caret, 1);
        var context = FilterCompletion.At(text, caret, Scope);
        Assert.Equal((kind, field, prefix), (context.Kind, context.Field?.Name, context.Prefix));
        Assert.Equal(replaced, text.Substring(context.Start, context.Length));
    }

    [Fact]
    public void It_never_fails_wherever_the_caret_is()
    {
        const string Text = "not (src.sgt = 17 or user contains 'o\\'neill') and ! dst.port not in (443, https) = \"open";
        for (var caret = -1; caret <= Text.Length + 1; caret++)
        {
            var context = FilterCompletion.At(Text, caret, Scope);
            Assert.InRange(context.Start, 0, Text.Length);
            Assert.InRange(context.End, context.Start, Text.Length);
            Assert.NotNull(CompletionOptions.For(context, Scope));
        }
    }

    [Fact]
    public void The_comparison_is_known_with_its_value()
    {
        Assert.Equal("not in", FilterCompletion.At("dst.port not in (", 17, Scope).Operator);
        Assert.Equal("contains", FilterCompletion.At("user contains ", 14, Scope).Operator);
    }

    [Theory]
    [InlineData("dst.p", "dst.port,dst.prefix.length,nat.dst.port")]
    [InlineData("port", "port,src.port,dst.port,nat.src.port,nat.dst.port,exporter,exporter.domain,exporter.version,exporter.original")]
    [InlineData("banana", "")]
    public void Fields_that_begin_so_come_first(string prefix, string expected) =>
        Assert.Equal(expected, Labels(prefix, FilterScopes.Flow | FilterScopes.Conversation));

    [Fact]
    public void Fields_are_those_of_the_scope()
    {
        Assert.Equal("switch", Labels("switch", FilterScopes.Device));
        Assert.Equal("", Labels("switch", Scope));
    }

    [Theory]
    [InlineData("denied ", "=,!=,and,or")]
    [InlineData("user ", "=,!=,in,not in,contains")]
    [InlineData("protocol ", "=,!=,in,not in")]
    [InlineData("dst.port n", "not in")]
    [InlineData("denied = ", "true,false")]
    [InlineData("protocol = icmp", "icmp,icmpv6,icmp6")]
    [InlineData("dst.port = htt", "http,https")]
    [InlineData("dst.port = 443", "https")]
    [InlineData("direction in (", "unknown,ingress,egress")]
    [InlineData("direction in (ingress) ", "and,or")]
    [InlineData("bytes > ", "")]
    public void Operators_and_values_are_those_of_the_field(string text, string expected) => Assert.Equal(expected, Labels(text, Scope));

    [Fact]
    public void What_is_inserted_goes_on_where_the_next_thing_is_written()
    {
        Assert.Equal("in (", For("dst.port in").Single(option => option.Label == "in").Insert);
        Assert.Equal("https ", For("dst.port = https").Single().Insert);
        Assert.Equal("https", For("dst.port in (https").Single().Insert);
        Assert.Equal("\"a b\" ", CompletionOptions.Value(FilterCompletion.At("user = ", 7, Scope), "a b", "a b", null).Insert);
    }

    private static string Labels(string text, FilterScopes scope) =>
        string.Join(',', CompletionOptions.For(FilterCompletion.At(text, text.Length, scope), scope).Select(option => option.Label));

    private static IReadOnlyList<CompletionOption> For(string text) => CompletionOptions.For(FilterCompletion.At(text, text.Length, Scope), Scope);
}
