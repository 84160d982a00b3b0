using Clarion.Correlation.Addresses;
using Clarion.Correlation.Bindings;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Answers;
using Clarion.Flows;

namespace Clarion.Correlation.Tests.Identity;

/// <summary>What partitions tell the index all day long: the same address with the same MAC, from every switch on the path.</summary>
public sealed class RepeatedSightingTests
{
    private const long Minute = 60_000;
    private const long Start = 1_750_000_000_000;
    private static readonly IpAddr Address = IpAddr.Parse("10.1.2.3");
    private static readonly MacAddr Mac = new(0x00_50_56_00_00_01);

    [Fact]
    public void A_day_of_sightings_from_three_switches_discards_nothing_and_is_answered_at_any_moment_kept()
    {
        var index = new IdentityIndex(AddressSpaces.Default, GroupLookups.None, new IdentityIndexOptions());
        for (var timeMs = Start; timeMs < Start + 24 * 60 * Minute; timeMs += 5 * Minute)
        {
            foreach (var at in (string[])["10.255.0.1", "10.255.0.2", "10.255.0.3"])
            {
                index.Apply(Sightings.Bound(new Binding(Address, Mac, timeMs - 2_000, timeMs, BindingSource.Flow, IpAddr.Parse(at), 7, 10)));
            }

            Assert.Equal(DeviceId.Of(Mac), index.ResolveDevice(new DeviceQuestion(Address, timeMs)).Device);
        }

        Assert.Equal(0, index.Discarded);
        Assert.Equal(1, index.AddressCount);
    }
}
