using Clarion.Web.Navigation;
using Clarion.Web.Pages.Flows;

namespace Clarion.Web.Tests.Flows;

public sealed class FlowQuestionTests
{
    private static readonly TimeSelection Hour = TimeSelection.Default;

    [Fact]
    public void An_address_that_says_nothing_asks_for_pairs_of_groups() => Assert.Equal(new FlowQuestion(Hour, null, "src.sgt,dst.sgt", "300s", 10, false), Ask());

    [Fact]
    public void Equal_addresses_ask_equal_questions()
    {
        Assert.Equal(Ask(("q", "vlan = 3"), ("by", "src.ip")), Ask(("q", " vlan = 3 "), ("by", "SRC.IP")));
        Assert.Equal(Ask(("unit", "flows"), ("chart", "lines")), Ask());
        Assert.NotEqual(Ask(("compare", "1")), Ask());
        Assert.NotEqual(Ask(("chart", "sankey")), Ask());
    }

    [Theory]
    [InlineData("none", "")]
    [InlineData("src.ip, dst.ip,src.ip", "src.ip,dst.ip")]
    [InlineData("a,b,c,d,e", "a,b,c,d")]
    public void Dimensions(string by, string expected) => Assert.Equal(expected, Ask(("by", by)).By);

    [Theory]
    [InlineData("3", 5)]
    [InlineData("20", 20)]
    [InlineData("1000", 50)]
    [InlineData("many", 10)]
    public void Rows_are_bounded(string limit, int expected) => Assert.Equal(expected, Ask(("limit", limit)).Limit);

    [Fact]
    public void The_call_of_the_api_asks_the_same() => Assert.Equal(
        "/api/v1/flows/summary?from=now-1h&to=now&q=dst.port%20in%20%28445%2C%203389%29%20and%20bytes%20%3E%201MB&by=src.sgt,dst.sgt&step=300s&limit=10"
            .Replace("%2C", ",", StringComparison.Ordinal),
        Ask(("q", "dst.port in (445, 3389) and bytes > 1MB")).ApiCall);

    [Fact]
    public void The_raw_flows_behind_it_are_of_the_same_time_and_filter() => Assert.Equal(
        "from=now-1h&to=now&q=vlan%20%3D%203", Ask(("q", "vlan = 3"), ("by", "src.ip")).RawQuery);

    private static FlowQuestion Ask(params (string Name, string Value)[] parameters) =>
        FlowQuestion.Of(Hour, "300s", name => parameters.FirstOrDefault(pair => pair.Name == name).Value);
}
