using Clarion.Web.Entities;

namespace Clarion.Web.Tests.Devices;

public sealed class MacAddressesTests
{
    [Theory]
    [InlineData("02:00:00:01:00:05", true)]
    [InlineData("da:a1:19:00:00:01", true)]
    [InlineData("00:1b:21:00:00:01", false)]
    [InlineData("fc:5c:ee:00:00:01", false)]
    [InlineData("ip:10.1.0.5", false)]
    [InlineData("ip:10.100.100.200", false)]
    [InlineData("", false)]
    public void The_second_least_bit_tells_who_gave_the_address(string id, bool local) => Assert.Equal(local, MacAddresses.IsLocallyAdministered(id));
}
