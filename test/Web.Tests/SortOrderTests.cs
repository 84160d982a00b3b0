using Clarion.Web.Tables;

namespace Clarion.Web.Tests;

public sealed class SortOrderTests
{
    private static readonly SortOrder Standard = new("sgt", false);
    private static readonly string[] Columns = ["sgt", "devices"];

    [Theory]
    [InlineData("devices", "devices")]
    [InlineData("-devices", "-devices")]
    [InlineData(null, "sgt")]
    [InlineData("-", "sgt")]
    [InlineData("colour", "sgt")]
    public void What_stands_in_the_address_is_read(string? text, string order) => Assert.Equal(order, SortOrder.Read(text, Standard, Columns).Text);

    [Fact]
    public void Addresses_sort_as_numbers() =>
        Assert.Equal(["10.0.0.2", "10.0.0.10"], new[] { "10.0.0.10", "10.0.0.2" }.OrderBy(AddressOrder.Of));
}
