using Clarion.Storage.Filters;
using Clarion.Web.Pages.Flows;

namespace Clarion.Web.Tests.Flows;

public sealed class DimensionChoicesTests
{
    [Fact]
    public void Every_dimension_is_offered_once() => Assert.Equal(
        FilterFields.For(FilterScopes.Flow | FilterScopes.Conversation).Where(field => field.IsDimension).Select(field => field.Name).Order(StringComparer.Ordinal),
        DimensionChoices.Groups.SelectMany(group => group.Fields).Select(field => field.Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("src.sgt", "dst.port", "src.sgt,dst.port")]
    [InlineData("src.sgt,dst.sgt", "device", "device")]
    [InlineData("device", "src.sgt", "src.sgt")]
    [InlineData("src.device,dst.port", "user", "dst.port,user")]
    [InlineData("user,dst.port", "src.device", "dst.port,src.device")]
    [InlineData("a,src.sgt", "src.ip", "src.sgt,src.ip")]
    [InlineData("src.ip,dst.ip,src.sgt,dst.sgt", "dst.port", "src.ip,dst.ip,src.sgt,dst.sgt")]
    public void What_cannot_stand_together_is_replaced(string chosen, string added, string expected)
    {
        Assert.True(FilterFields.TryGet(added, out var field));
        Assert.Equal(expected, string.Join(',', DimensionChoices.Add(chosen.Split(','), field)));
    }

    [Fact]
    public void Dimensions_change_places()
    {
        Assert.Equal(["b", "a", "c"], DimensionChoices.Move(["a", "b", "c"], 1, -1));
        Assert.Equal(["a", "c", "b"], DimensionChoices.Move(["a", "b", "c"], 1, 1));
    }
}
