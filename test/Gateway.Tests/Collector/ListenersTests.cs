using System.Net;
using System.Net.Sockets;
using Clarion.Flows;
using Clarion.Gateway.Collector;
using Clarion.Gateway.Reporting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clarion.Gateway.Tests.Collector;

public sealed class ListenersTests
{
    [Fact]
    public void An_occupied_port_is_named_with_what_to_do_and_nothing_stays_open()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var taken = ((IPEndPoint)other.LocalEndPoint!).Port;
        int free;
        using (var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp))
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            free = ((IPEndPoint)probe.LocalEndPoint!).Port;
        }

        var fault = Assert.Throws<CollectorPortException>(() => Open(new() { Address = "127.0.0.1", NetFlowPort = free, IpfixPort = taken }));
        Assert.Contains($"UDP port {taken} on 127.0.0.1 cannot be opened", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Clarion__Collector__IpfixPort", fault.Message, StringComparison.Ordinal);
        using var again = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        again.Bind(new IPEndPoint(IPAddress.Loopback, free));
        Assert.Equal(free, ((IPEndPoint)again.LocalEndPoint!).Port);
    }

    [Fact]
    public void A_second_collector_on_a_shared_port_is_told_so()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Several sockets on one port need SO_REUSEPORT.");
        }

        var options = new CollectorOptions { Address = "127.0.0.1", NetFlowPort = 0, IpfixPort = 0, SocketsPerPort = 2 };
        var receivers = Open(options);
        try
        {
            Assert.Equal([0, 1, 0, 1], receivers.Select(r => r.Index));
            Assert.Equal(2, receivers.Select(r => r.Socket.Port).Distinct().Count());
            Assert.Throws<CollectorPortException>(() => Open(options with { NetFlowPort = receivers[0].Socket.Port }));
        }
        finally
        {
            foreach (var receiver in receivers)
            {
                receiver.Dispose();
            }
        }
    }

    [Theory]
    [InlineData("Address", "everywhere")]
    [InlineData("NetFlowPort", "70000")]
    [InlineData("IpfixPort", "2055")]
    [InlineData("SocketsPerPort", "65")]
    [InlineData("ReceiveBufferBytes", "1000")]
    [InlineData("BatchFlows", "1")]
    [InlineData("GatewayName", " ")]
    [InlineData("InternalPrefixes", "10.0.0.0")]
    public void A_setting_that_cannot_work_is_named(string key, string value)
    {
        var options = new CollectorOptions
        {
            Address = key == "Address" ? value : "::",
            NetFlowPort = Number("NetFlowPort", 2055),
            IpfixPort = Number("IpfixPort", 4739),
            SocketsPerPort = Number("SocketsPerPort", 0),
            ReceiveBufferBytes = Number("ReceiveBufferBytes", 1 << 20),
            BatchFlows = Number("BatchFlows", 8192),
            GatewayName = key == "GatewayName" ? value : "gw",
            InternalPrefixes = key == "InternalPrefixes" ? [value] : ["10.0.0.0/8"],
        };
        var result = new CollectorOptionsValidator().Validate(null, options);
        Assert.True(result.Failed);
        Assert.Contains($"Clarion:Collector:{key}", Assert.Single(result.Failures), StringComparison.Ordinal);

        int Number(string name, int usual) => key == name ? int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) : usual;
    }

    [Fact]
    public void Configured_prefixes_take_the_place_of_the_usual_ones()
    {
        var usual = new ConfigurationBuilder().Build().GetSection(CollectorOptions.Section);
        var own = new ConfigurationBuilder().AddInMemoryCollection([new("Clarion:Collector:InternalPrefixes:0", "192.0.2.0/24")]).Build();
        var before = (usual.Get<CollectorOptions>() ?? new CollectorOptions()).ToAddressSpaces();
        var after = own.GetSection(CollectorOptions.Section).Get<CollectorOptions>()!.ToAddressSpaces();

        Assert.Equal((true, false), (before.IsInternal(IpAddr.Parse("10.0.0.1").Value), before.IsInternal(IpAddr.Parse("192.0.2.1").Value)));
        Assert.Equal((false, true), (after.IsInternal(IpAddr.Parse("10.0.0.1").Value), after.IsInternal(IpAddr.Parse("192.0.2.1").Value)));
    }

    private static IReadOnlyList<UdpReceiver> Open(CollectorOptions options) =>
        Listeners.Open(options, [], new DropCounters(), TimeProvider.System, NullLogger.Instance);
}
