using Clarion.Storage.Filters;
using Clarion.Web.Filters;

namespace Clarion.Web.Tests;

public sealed class FilterTextTests
{
    [Theory]
    [InlineData(null, "dst.port = 443")]
    [InlineData("  ", "dst.port = 443")]
    [InlineData("src.sgt = 17", "src.sgt = 17 and dst.port = 443")]
    [InlineData("src.sgt = 17 and denied", "src.sgt = 17 and denied and dst.port = 443")]
    [InlineData("src.sgt = 17 or denied", "(src.sgt = 17 or denied) and dst.port = 443")]
    [InlineData("(src.sgt = 17 or denied)", "(src.sgt = 17 or denied) and dst.port = 443")]
    [InlineData("user = \"a or b\"", "user = \"a or b\" and dst.port = 443")]
    [InlineData("denied and dst.port = 443", "denied and dst.port = 443")]
    [InlineData("DST.PORT = 443", "DST.PORT = 443")]
    [InlineData("no filter", "(no filter) and dst.port = 443")]
    [InlineData("(src.sgt = 17 and denied)", "src.sgt = 17 and denied and dst.port = 443")]
    public void A_condition_is_added_once_and_binds_as_it_should(string? q, string expected) =>
        Assert.Equal(expected, FilterText.And(q, "dst.port = 443"));

    [Fact]
    public void An_added_alternative_is_bracketed() => Assert.Equal("denied and (sgt = 1 or sgt = 2)", FilterText.And("denied", "sgt = 1 or sgt = 2"));

    [Fact]
    public void Asking_for_a_value_and_against_it_replace_each_other()
    {
        Assert.Equal("denied and src.sgt != 17", FilterText.Exclude("src.sgt = 17 and denied", "src.sgt", 17L));
        Assert.Equal("src.sgt = 17", FilterText.Include("src.sgt != 17", "src.sgt", 17L));
        Assert.Equal("src.sgt = 17", FilterText.Include("src.sgt = 17", "src.sgt", 17L));
    }

    [Fact]
    public void Parts_are_as_written()
    {
        Assert.Equal(["src.sgt = 17", "not (denied and reverse)", "port in (1, 2)"], FilterText.Parts("src.sgt = 17 and not (denied and reverse)  AND\nport in (1, 2)"));
        Assert.Equal(["protocol = tcp", "port = 1", "vlan = 2"], FilterText.Parts("((protocol = tcp) and port = 1) and (vlan = 2)"));
        Assert.Equal(["(vlan = 1 or vlan = 2)", "denied"], FilterText.Parts("(vlan = 1 or vlan = 2) and denied"));
        Assert.Equal(["(vlan = 1) or (vlan = 2)"], FilterText.Parts("(vlan = 1) or (vlan = 2)"));
        Assert.Equal(["user = \"a) and (b\""], FilterText.Parts("user = \"a) and (b\""));
        Assert.Equal(["a or"], FilterText.Parts(" a or "));
        Assert.Empty(FilterText.Parts(null));
        Assert.Equal("src.sgt = 17 and port = 1", FilterText.Without("src.sgt = 17 and denied and port = 1", "denied"));
        Assert.Null(FilterText.Without("denied", "denied"));
    }

    [Theory]
    [InlineData("user", "jane", "jane")]
    [InlineData("user", "jane doe", "\"jane doe\"")]
    [InlineData("user", "and", "\"and\"")]
    [InlineData("user", "a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("user", "o'neill", "\"o'neill\"")]
    [InlineData("user", null, "none")]
    [InlineData("src.ip", "203.0.113.0/24", "203.0.113.0/24")]
    [InlineData("src.device", "ip:10.1.2.3", "ip:10.1.2.3")]
    [InlineData("src.mac", "00:11:22:aa:bb:cc", "00:11:22:aa:bb:cc")]
    [InlineData("protocol", 6L, "tcp")]
    [InlineData("protocol", 250L, "250")]
    [InlineData("dst.port", 443L, "443")]
    [InlineData("bytes", 1500.5, "1500.5")]
    [InlineData("duration", 5000L, "5000ms")]
    [InlineData("denied", true, "true")]
    [InlineData("src.sgt", 0L, "0")]
    public void Values_are_written_so_that_they_are_read_again(string field, object? value, string expected)
    {
        Assert.Equal(expected, FilterText.Value(field, value));
        if (value is not double)
        {
            var comparison = Assert.IsType<ComparisonExpression>(FilterParser.Parse(FilterText.Equal(field, value)));
            Assert.Equal(value is string text ? text : expected, comparison.Values[0]);
        }
    }

    [Fact]
    public void Times_are_written_in_utc() => Assert.Equal(
        "2026-03-01T11:00:00.5Z", FilterText.Value("end", new DateTimeOffset(2026, 3, 1, 12, 0, 0, 500, TimeSpan.FromHours(1))));
}
