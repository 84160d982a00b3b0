using Clarion.Storage.Filters;
using Clarion.Web.Filters;

namespace Clarion.Web.Tests;

public sealed class CompletionAnswerTests
{
    private const FilterScopes Scope = FilterScopes.Flow | FilterScopes.Conversation;

    [Theory]
    [InlineData("", false)]
    [InlineData("s", true)]
    [InlineData("denied and ", true)]
    [InlineData("dst.port ", true)]
    [InlineData("dst.port = ", true)]
    [InlineData("dst.port = 443 ", false)]
    [InlineData("dst.port = 443 a", true)]
    public void Help_comes_by_itself_where_something_has_begun(string text, bool expected)
    {
        var context = FilterCompletion.At(text, text.Length, Scope);
        Assert.Equal(expected, CompletionAnswer.Wanted(context, text, asked: false));
        Assert.True(CompletionAnswer.Wanted(context, text, asked: true));
    }

    [Theory]
    [InlineData("dst.po", 0)]
    [InlineData("dst.port", -1)]
    [InlineData("dst.port = ht", 0)]
    [InlineData("dst.port = http", -1)]
    [InlineData("dst.port = ", -1)]
    [InlineData("direction = in", 0)]
    [InlineData("banana", -1)]
    public void Enter_takes_an_option_only_where_the_text_is_not_whole(string text, int active)
    {
        var context = FilterCompletion.At(text, text.Length, Scope);
        Assert.Equal(active, CompletionAnswer.Of(context, CompletionOptions.For(context, Scope), asked: false).Active);
    }

    [Theory]
    [InlineData("src.ip", "src.ip")]
    [InlineData("ip", "dst.ip")]
    [InlineData("sgt", "dst.sgt")]
    [InlineData("interface", "interface.in")]
    [InlineData("bytes", null)]
    [InlineData("start", null)]
    public void Values_of_either_end_are_those_of_one(string field, string? dimension)
    {
        Assert.True(FilterFields.TryGet(field, out var known));
        Assert.Equal(dimension, LiveValues.DimensionOf(known)?.Name);
    }

    [Fact]
    public void The_hint_says_what_a_value_looks_like()
    {
        Assert.StartsWith("bytes: a whole number", CompletionOptions.Hint(FilterCompletion.At("bytes > ", 8, Scope)), StringComparison.Ordinal);
        Assert.Null(CompletionOptions.Hint(FilterCompletion.At("direction = ", 12, Scope)));
        Assert.Null(CompletionOptions.Hint(FilterCompletion.At("by", 2, Scope)));
    }
}
