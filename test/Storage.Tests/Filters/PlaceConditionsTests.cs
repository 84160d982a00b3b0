using Clarion.Correlation.Places;
using Clarion.Storage.Filters;

namespace Clarion.Storage.Tests.Filters;

public sealed class PlaceConditionsTests
{
    private static readonly PlaceTable Table = new(
        1,
        [
            new Location { Id = "c", Name = "Campus", Type = "CAMPUS" }, new Location { Id = "b", Name = "Building A", Type = "BUILDING", Parent = "c" },
            new Location { Id = "d", Name = "Depot", Type = "BUILDING" }, new Location { Id = "e", Name = "Empty", Type = "BUILDING" },
        ],
        [
            new NetworkSubnet { Cidr = "10.0.0.0/8", Name = "All" }, new NetworkSubnet { Cidr = "10.1.0.0/16", Name = "Users", Location = "c" },
            new NetworkSubnet { Cidr = "10.1.2.0/24", Name = "Cameras", Location = "b" }, new NetworkSubnet { Cidr = "10.2.0.0/16", Name = "Users", Location = "d" },
        ]);

    [Theory]
    [InlineData("src.location = Campus", "src.ip", FilterOperator.In, "10.1.0.0/16")]
    [InlineData("location in (b, DEPOT)", "ip", FilterOperator.In, "10.1.2.0/24,10.2.0.0/16")]
    [InlineData("dst.location != \"campus/building a\"", "dst.ip", FilterOperator.NotIn, "10.1.2.0/24")]
    [InlineData("location contains build", "ip", FilterOperator.In, "10.1.2.0/24")]
    [InlineData("location contains nothing", "ip", FilterOperator.In, "")]
    [InlineData("location = Empty", "ip", FilterOperator.In, "")]
    [InlineData("src.subnet = cameras", "src.ip", FilterOperator.In, "10.1.2.0/24")]
    [InlineData("subnet not in (10.1.2.0/24, 10.2.0.0/16)", "ip", FilterOperator.NotIn, "10.1.2.0/24,10.2.0.0/16")]
    [InlineData("src.location = none", "src.ip", FilterOperator.Outside, "10.1.0.0/16,10.2.0.0/16")]
    [InlineData("subnet = none", "ip", FilterOperator.Outside, "10.0.0.0/8")]
    public void A_place_is_the_networks_of_the_addresses_in_it(string text, string field, FilterOperator comparison, string networks)
    {
        var found = Assert.IsType<ComparisonExpression>(Resolve(text));
        Assert.Equal((field, comparison, networks), (found.Field, found.Operator, string.Join(',', found.Values)));
        Assert.Equal((0, text.Length), (found.Position, found.Length));
    }

    [Fact]
    public void Smaller_subnets_that_are_elsewhere_are_left_out()
    {
        var users = Assert.IsType<ComparisonExpression>(Resolve("subnet = 10.1.0.0/16"));
        Assert.Equal(
            ["10.1.0.0/23", "10.1.3.0/24", "10.1.4.0/22", "10.1.8.0/21", "10.1.16.0/20", "10.1.32.0/19", "10.1.64.0/18", "10.1.128.0/17"], users.Values);
    }

    [Fact]
    public void Nowhere_can_be_one_of_several_and_refused()
    {
        var either = Assert.IsType<OrExpression>(Resolve("location in (b, none)"));
        Assert.Equal((FilterOperator.In, FilterOperator.Outside), (Sign(either.Left), Sign(either.Right)));
        Assert.Equal(FilterOperator.Outside, Sign(Assert.IsType<NotExpression>(Resolve("location != none")).Inner));
        var both = Assert.IsType<AndExpression>(Resolve("location not in (b, none)"));
        Assert.Equal((FilterOperator.NotIn, FilterOperator.Outside), (Sign(both.Left), Sign(Assert.IsType<NotExpression>(both.Right).Inner)));
    }

    [Fact]
    public void It_is_found_anywhere_in_a_filter_and_the_rest_stays()
    {
        var filter = Assert.IsType<AndExpression>(Resolve("not src.location = b and (denied or dst.subnet = Cameras)"));
        Assert.Equal("src.ip", Assert.IsType<ComparisonExpression>(Assert.IsType<NotExpression>(filter.Left).Inner).Field);
        var or = Assert.IsType<OrExpression>(filter.Right);
        Assert.Equal(("denied", "dst.ip"), (Assert.IsType<ComparisonExpression>(or.Left).Field, Assert.IsType<ComparisonExpression>(or.Right).Field));
    }

    [Theory]
    [InlineData("denied and location = Nowhere", "There is no location 'Nowhere'.", 11)]
    [InlineData("src.subnet in (Users, 10.9.0.0/16)", "There is no subnet '10.9.0.0/16'.", 0)]
    public void A_place_that_is_not_there_is_told_where_it_stands(string text, string words, int position)
    {
        var fault = Assert.Throws<FilterException>(() => Resolve(text));
        Assert.Equal((words, position), (fault.Message, fault.Position));
    }

    [Fact]
    public void What_would_be_too_much_to_ask_is_refused()
    {
        var table = new PlaceTable(1, [], [.. Enumerable.Range(0, 1001).Select(i => new NetworkSubnet { Cidr = $"10.{i / 256}.{i % 256}.0/25", Name = "x" })]);
        var fault = Assert.Throws<FilterException>(() => PlaceConditions.Resolve(FilterParser.Parse("subnet = x"), table));
        Assert.Contains("1001 networks, and at most 1000", fault.Message, StringComparison.Ordinal);
    }

    private static FilterOperator Sign(FilterExpression expression) => Assert.IsType<ComparisonExpression>(expression).Operator;

    private static FilterExpression Resolve(string text) => PlaceConditions.Resolve(FilterParser.Parse(text), Table);
}
