using Clarion.Web.Formats;

namespace Clarion.Web.Tests;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(950, "950")]
    [InlineData(1200, "1.2 k")]
    [InlineData(1_234_567, "1.23 M")]
    [InlineData(999_999, "1 M")]
    [InlineData(0.5, "0.5")]
    [InlineData(-2500, "-2.5 k")]
    public void Counts(double value, string text) => Assert.Equal(text, Quantity.Count(value));

    [Theory]
    [InlineData(3_400_000_000, "3.4 GB")]
    [InlineData(12, "12 B")]
    public void Bytes(double value, string text) => Assert.Equal(text, Quantity.Bytes(value));

    [Fact]
    public void Rates()
    {
        Assert.Equal("12.5 Mbit/s", Quantity.Bits(12_500_000));
        Assert.Equal("27.8 k flows/s", Quantity.Rate(27_800, "flows"));
        Assert.Equal("12 flows/s", Quantity.Rate(12, "flows"));
    }

    [Theory]
    [InlineData(null, "–")]
    [InlineData(0.0, "0 %")]
    [InlineData(0.9341, "93.4 %")]
    [InlineData(0.9999, "> 99.9 %")]
    [InlineData(0.0001, "< 0.1 %")]
    [InlineData(1.0, "100 %")]
    public void Shares(double? share, string text) => Assert.Equal(text, Quantity.Share(share));
}
