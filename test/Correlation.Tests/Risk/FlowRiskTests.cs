using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.Places;
using Clarion.Flows;
using static Clarion.Correlation.Tests.Identity.Log;

namespace Clarion.Correlation.Tests.Risk;

public sealed class FlowRiskTests
{
    private const ushort ClientPort = 50_000;
    private static readonly IpAddr Guest = IpAddr.Parse("10.9.0.7");
    private static readonly IpAddr Server = IpAddr.Parse("10.250.0.1");
    private static readonly IpAddr Console = IpAddr.Parse("10.255.0.1");
    private static readonly IpAddr User = IpAddr.Parse("10.1.0.1");

    private static readonly PlaceTable Places = new(
        1, [],
        [
            new NetworkSubnet { Cidr = "10.9.0.0/16", Name = "Visitors", Purpose = "GUEST" },
            new NetworkSubnet { Cidr = "10.250.0.0/16", Name = "Data centre", Purpose = "SERVER" },
            new NetworkSubnet { Cidr = "10.255.0.0/16", Name = "Out of band", Purpose = "MGMT" },
            new NetworkSubnet { Cidr = "10.1.0.0/16", Name = "Offices", Purpose = "USER" },
        ]);

    private static readonly IdentityIndex Known =
        Of(Lease(0, A, Guest), Lease(0, B, Server), Lease(0, C, Console), Lease(0, new MacAddr(0x00_1B_A9_00_00_0D), User));

    [Fact]
    public void A_guest_who_asks_servers_or_management_is_a_risk()
    {
        Assert.Equal(("both from Visitors 10.9.0.0/16 (GUEST) to Data centre 10.250.0.0/16 (SERVER)", 40), Judge(Guest, ClientPort, Server, 443));
        Assert.Equal(("both from Visitors 10.9.0.0/16 (GUEST) to Out of band 10.255.0.0/16 (MGMT)", 40), Judge(Guest, ClientPort, Console, 22));
    }

    [Fact]
    public void The_answer_of_the_server_is_the_same_exchange() => Assert.Equal(
        ("both from Visitors 10.9.0.0/16 (GUEST) to Data centre 10.250.0.0/16 (SERVER)", 40), Judge(Server, 443, Guest, ClientPort));

    [Fact]
    public void Who_belongs_there_and_who_is_asked_is_none()
    {
        Assert.Equal(("", 0), Judge(User, ClientPort, Server, 443));
        Assert.Equal(("", 0), Judge(Server, ClientPort, Guest, 443));
        Assert.Equal(("", 0), Judge(Guest, ClientPort, User, 443));
        Assert.Equal(("", 0), Judge(Guest, ClientPort, IpAddr.Parse("203.0.113.1"), 443));
    }

    [Fact]
    public void Reasons_at_both_ends_add_up_and_say_which_end()
    {
        var index = Of(
            Lease(0, A, Guest), DeviceRiskTests.Said(0, A, IdentitySource.Profiler, (AttributeName.AncPolicy, "Q")),
            Lease(0, B, Server), DeviceRiskTests.Said(0, B, IdentitySource.IotPlatform, (AttributeName.Risk, "medium")));
        Assert.Equal(
            ("source under the ANC policy Q; destination rated medium; both from Visitors 10.9.0.0/16 (GUEST) to Data centre 10.250.0.0/16 (SERVER)", 100),
            Judge(Guest, ClientPort, Server, 443, index));
    }

    [Fact]
    public void Judging_allocates_nothing()
    {
        var phone = MacAddr.TryParse("da:a1:19:3c:52:07", out var mac) ? mac : default;
        var index = Of(
            Lease(0, phone, Guest), DeviceRiskTests.Said(0, phone, IdentitySource.Profiler, (AttributeName.AncPolicy, "Q"), (AttributeName.Risk, "high")), Lease(0, B, Server));
        var flow = Flow(Guest, ClientPort, Server, 443);
        var answer = index.CorrelateFlow(flow);
        var sum = index.RiskOf(answer, flow, Places).Score;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            sum += index.RiskOf(answer, flow, Places).Score;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(100 * 1001, sum);
    }

    private static (string Why, int Score) Judge(IpAddr source, ushort sourcePort, IpAddr destination, ushort destinationPort, IdentityIndex? index = null)
    {
        var flow = Flow(source, sourcePort, destination, destinationPort);
        var risk = (index ?? Known).RiskOf((index ?? Known).CorrelateFlow(flow), flow, Places);
        return (string.Join("; ", risk.Explain().Select(why => $"{why.End.ToString().ToLowerInvariant()} {why.Evidence.Text}")), risk.Score);
    }

    private static FlowEnds Flow(IpAddr source, ushort sourcePort, IpAddr destination, ushort destinationPort) => new()
    {
        AtMs = At(10),
        Source = source,
        Destination = destination,
        SourcePort = sourcePort,
        DestinationPort = destinationPort,
        Protocol = 6,
    };
}
