using Clarion.Correlation.Addresses;

namespace Clarion.Correlation.Tests;

public sealed class RandomMacTests
{
    [Theory]
    [InlineData("da:a1:19:3c:52:07", true)]
    [InlineData("06:11:22:33:44:55", true)]
    [InlineData("02:42:ac:11:00:02", false)]
    [InlineData("52:54:00:12:34:56", false)]
    [InlineData("02:00:00:01:00:05", false)]
    [InlineData("00:1b:21:00:00:01", false)]
    [InlineData("03:11:22:33:44:55", false)]
    [InlineData("ip:10.1.0.5", false)]
    [InlineData("", false)]
    public void A_mac_is_likely_random_when_nobody_is_known_to_have_given_it(string device, bool random) =>
        Assert.Equal(random, RandomMac.IsLikely(device));
}
