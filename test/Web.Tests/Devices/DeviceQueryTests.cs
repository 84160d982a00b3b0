using Clarion.Storage.Filters;
using Clarion.Web.Pages.Devices;

namespace Clarion.Web.Tests.Devices;

public sealed class DeviceQueryTests
{
    [Theory]
    [InlineData(null, "merged = false")]
    [InlineData(" ", "merged = false")]
    [InlineData("sgt = 17 or vlan = 4", "(sgt = 17 or vlan = 4) and merged = false")]
    [InlineData("Merged = true", "Merged = true")]
    public void Devices_that_became_others_are_left_out_unless_asked_for(string? written, string asked) => Assert.Equal(asked, DeviceQuery.Of(written));

    [Theory]
    [InlineData("vlan = banana", 8, 7)]
    [InlineData("(vlan) = banana", 1, 0)]
    [InlineData("merged = banana", 9, 9)]
    public void A_fault_is_placed_in_what_was_written(string written, int asked, int placed) =>
        Assert.Equal(placed, DeviceQuery.Placed(new FilterException("", asked, 1), written).Position);

    [Fact]
    public void A_filter_has_parts_when_all_must_hold()
    {
        const string text = "sgt = 17 and vlan in (4, 5) and identified";
        Assert.Equal(["sgt = 17", "vlan in (4, 5)", "identified"], DeviceQuery.Parts(text, FilterParser.Parse(text)));
        foreach (var other in new[] { "sgt = 17", "sgt = 17 or vlan = 4", "not sgt = 17 and vlan = 4" })
        {
            Assert.Empty(DeviceQuery.Parts(other, FilterParser.Parse(other)));
        }
    }
}
