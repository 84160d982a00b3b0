using Clarion.Storage.Filters;
using Clarion.Web.Filters;

namespace Clarion.Web.Tests.Filters;

public sealed class FilterPartsTests
{
    [Theory]
    [InlineData("src.sgt = 17", "src.sgt = 17")]
    [InlineData("src.sgt=17 AND dst.port in (445, 3389) and denied", "src.sgt=17|dst.port in (445, 3389)|denied")]
    [InlineData("a.b or c", null)]
    [InlineData("protocol = tcp or protocol = udp", "(protocol = tcp or protocol = udp)")]
    [InlineData("(protocol = tcp and dst.port = 1) and vlan = 2", "protocol = tcp|dst.port = 1|vlan = 2")]
    [InlineData("not (protocol = tcp or protocol = udp and dst.port = 1) and user contains \"o'neill\"", "not (protocol = tcp or (protocol = udp and dst.port = 1))|user contains \"o'neill\"")]
    [InlineData("  ", "")]
    public void A_filter_comes_apart_where_all_must_hold(string text, string? parts)
    {
        if (parts is null)
        {
            Assert.Throws<FilterException>(() => FilterParts.Of(text));
            return;
        }

        Assert.Equal(parts, string.Join('|', FilterParts.Of(text)));
        Assert.All(FilterParts.Of(text), part => FilterParser.Parse(part));
    }

    [Fact]
    public void A_part_is_taken_away()
    {
        Assert.Equal("src.sgt = 17 and denied", FilterParts.Without("src.sgt = 17 and vlan = 3 and denied", 1));
        Assert.Null(FilterParts.Without("denied", 0));
    }

    [Theory]
    [InlineData(null, "vlan = 3")]
    [InlineData("denied", "denied and vlan = 3")]
    [InlineData("denied or initiator", "(denied or initiator) and vlan = 3")]
    [InlineData("VLAN = 3", "VLAN = 3")]
    [InlineData("vlan = ", "vlan =  and vlan = 3")]
    public void A_condition_is_added_once(string? text, string expected) => Assert.Equal(expected, FilterParts.With(text, "vlan = 3"));

    [Theory]
    [InlineData("src.sgt", 17L, "src.sgt = 17")]
    [InlineData("user", null, "user = none")]
    [InlineData("user", "none", "user = \"none\"")]
    [InlineData("user", "Ann \"x\" \\", "user = \"Ann \\\"x\\\" \\\\\"")]
    [InlineData("dst.ip", "8.8.8.0/24", "dst.ip = 8.8.8.0/24")]
    [InlineData("src.device", "02:00:00:01:00:05", "src.device = 02:00:00:01:00:05")]
    [InlineData("denied", true, "denied = true")]
    public void Values_of_answers_become_conditions(string field, object? value, string condition)
    {
        Assert.Equal(condition, FilterParts.Condition(field, value, include: true));
        FilterParser.Parse(condition);
    }
}
