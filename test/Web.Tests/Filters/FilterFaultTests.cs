using Bunit;
using Clarion.Gateway.Http.Errors;
using Clarion.Storage.Filters;
using Clarion.Web.Filters;
using MudBlazor.Services;

namespace Clarion.Web.Tests.Filters;

public sealed class FilterFaultTests : BunitContext
{
    public FilterFaultTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
    }

    [Fact]
    public void A_mistake_is_marked_where_it_stands_and_not_tried_again()
    {
        var shown = Render<FilterFault>(parameters => parameters
            .Add(one => one.Text, "sgt = 17 and banana").Add(one => one.Fault, ApiFault.Of(new FilterException("There is no field 'banana'.", 13, 6)))
            .Add(one => one.OnRetry, () => { }).AddChildContent("<p>Fields</p>"));
        Assert.Equal("banana", shown.Find("mark").TextContent);
        Assert.Equal("sgt = 17 and banana", shown.Find("code").TextContent);
        Assert.Contains("There is no field 'banana'.", shown.Markup, StringComparison.Ordinal);
        Assert.Contains("Fields", shown.Markup, StringComparison.Ordinal);
        Assert.Empty(shown.FindAll("button"));
    }

    [Theory]
    [InlineData("sgt =", 5, 0, "\u00a0")]
    [InlineData("sgt =", 90, 90, "\u00a0")]
    [InlineData("sgt", 1, 90, "gt")]
    public void A_place_beyond_the_text_is_its_end(string text, int position, int length, string marked)
    {
        var shown = Render<FilterFault>(parameters => parameters.Add(one => one.Text, text).Add(one => one.Fault, ApiFault.Of(new FilterException("No.", position, length))));
        Assert.Equal(marked, shown.Find("mark").TextContent);
    }

    [Fact]
    public void Anything_else_can_be_tried_again()
    {
        var tried = 0;
        var shown = Render<FilterFault>(parameters => parameters
            .Add(one => one.Text, "sgt = 17").Add(one => one.Fault, new ApiFault(503, "store", "The store is away.")).Add(one => one.OnRetry, () => tried++));
        Assert.Empty(shown.FindAll("mark"));
        shown.Find("button").Click();
        Assert.Equal(1, tried);
    }
}
