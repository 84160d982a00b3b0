using Clarion.Connectors.PxGrid.Anc;
using Clarion.Connectors.PxGrid.Mapping;
using Clarion.Connectors.PxGrid.Radius;

namespace Clarion.Connectors.Tests.PxGridMapping;

/// <summary>Failed authentications as events.</summary>
public sealed class AccessMappingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_ise_says_is_kept_in_normal_spellings()
    {
        var failure = AccessMapping.Of(
            new PxRadiusFailure
            {
                Id = "161",
                Timestamp = Noon,
                MacAddress = "AA:BB:CC:00:00:01",
                CallingStationId = "AA-BB-CC-00-00-01",
                UserName = " CORP\\jdoe ",
                NasIpAddress = "10.0.0.2",
                IpAddresses = ["10.1.2.3", "fe80::1", "10.1.2.3"],
                FailureReason = "24408 wrong password",
            },
            Noon.AddSeconds(2));
        Assert.Equal(("161", Noon, Noon.AddSeconds(2)), (failure.Key, failure.At, failure.ArrivedAt));
        Assert.Equal(("aa:bb:cc:00:00:01", "CORP\\jdoe", "10.0.0.2", ""), (failure.Mac.ToString(), failure.User, failure.Nas, failure.CallingStation));
        Assert.Equal(["10.1.2.3"], failure.Addresses);
    }

    [Fact]
    public void A_client_without_mac_is_known_by_where_it_called_from()
    {
        var failure = AccessMapping.Of(new PxRadiusFailure { Id = "1", CallingStationId = "198.51.100.7", NasIpAddress = "vpn.example" }, Noon);
        Assert.Equal(("", "198.51.100.7", "vpn.example", Noon), (failure.Mac.ToString(), failure.CallingStation, failure.Nas, failure.At));
        Assert.Equal("aa:bb:cc:00:00:02", AccessMapping.Of(new PxRadiusFailure { Id = "1", CallingStationId = "AA-BB-CC-00-00-02" }, Noon).Mac.ToString());
    }

    [Fact]
    public void Without_an_id_what_it_says_tells_it_from_others_whenever_it_arrives()
    {
        var told = new PxRadiusFailure { Timestamp = Noon, UserName = "jdoe", FailureReason = "22056 Subject not found" };
        var first = AccessMapping.Of(told, Noon);
        Assert.StartsWith("#", first.Key, StringComparison.Ordinal);
        Assert.Equal(first.Key, AccessMapping.Of(told, Noon.AddHours(1)).Key);
        Assert.NotEqual(first.Key, AccessMapping.Of(told with { Timestamp = Noon.AddSeconds(1) }, Noon).Key);
        Assert.NotEqual(first.Key, AccessMapping.Of(told with { UserName = "bea" }, Noon).Key);
    }

    [Fact]
    public void Steps_of_one_operation_are_told_apart_and_a_policy_that_is_not_known_is_not_none()
    {
        var began = AccessMapping.Of(new PxAncOperation { OperationId = "ise1 7", Status = "RUNNING", MacAddress = "AA:BB:CC:00:00:01", NasIpAddress = "10.0.0.2" }, Noon);
        Assert.Equal(("ise1 7 RUNNING", "ise1 7", "aa:bb:cc:00:00:01", "10.0.0.2", null), (began.Key, began.Operation, began.Mac.ToString(), began.Nas, began.Policy));
        Assert.Equal("", AccessMapping.Of(new PxAncOperation { OperationId = "ise1 7", Status = "SUCCESS", PolicyName = "" }, Noon).Policy);
    }

    [Fact]
    public void Endless_texts_are_cut() =>
        Assert.Equal(256, AccessMapping.Of(new PxRadiusFailure { Id = "1", FailureReason = new string('x', 100_000) }, Noon).Reason.Length);
}
