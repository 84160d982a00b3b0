using System.Net;
using Clarion.Flows;
using Clarion.Gateway.Collector;

namespace Clarion.Gateway.Tests.Collector;

public sealed class UdpSocketTests
{
    private const int LargestPayload = 65_507;
    private const int Buffer = 1 << 20;

    public static TheoryData<bool, string> Ways => new() { { true, "0.0.0.0" }, { false, "0.0.0.0" }, { true, "::" }, { false, "::" } };

    [Theory, MemberData(nameof(Ways))]
    public void Datagrams_arrive_whole_in_order_with_their_senders(bool portable, string address)
    {
        using var socket = Open(portable, address, Buffer);
        using var first = new V5Exporter("127.0.0.1", socket.Port);
        using var second = new V5Exporter("127.0.0.2", socket.Port);
        using var block = new DatagramBlock();
        first.SendRaw([1, 2, 3]);
        second.SendRaw([4]);
        first.SendRaw([]);
        var large = new byte[LargestPayload];
        Random.Shared.NextBytes(large);
        second.SendRaw(large);

        var got = new List<(IpAddr Source, ushort Port, byte[] Payload)>();
        while (socket.Receive(block) is var count and > 0)
        {
            got.AddRange(Enumerable.Range(0, count).Select(i => (block.Sources[i], block.SourcePorts[i], block.Datagram(i).ToArray())));
        }

        Assert.Equal([first.Address, second.Address, first.Address, second.Address], got.Select(g => g.Source));
        Assert.Equal([first.Port, second.Port, first.Port, second.Port], got.Select(g => g.Port));
        Assert.Equal([[1, 2, 3], [4], [], large], got.Select(g => g.Payload));
    }

    [Theory, MemberData(nameof(Ways))]
    public void More_than_a_block_comes_in_blocks(bool portable, string address)
    {
        using var socket = Open(portable, address, Buffer);
        using var exporter = new V5Exporter("127.0.0.1", socket.Port);
        using var block = new DatagramBlock();
        exporter.Send(DatagramBlock.Slots + 6, records: 1);
        Assert.Equal(DatagramBlock.Slots, socket.Receive(block));
        Assert.Equal(6, socket.Receive(block));
        Assert.Equal(0, socket.Receive(block));
    }

    [Fact]
    public void The_kernel_tells_what_it_dropped()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Only Linux counts drops per socket.");
        }

        const int Sent = 2000;
        using var socket = Open(portable: false, "127.0.0.1", 65_536);
        using var exporter = new V5Exporter("127.0.0.1", socket.Port);
        using var block = new DatagramBlock();
        Assert.Equal(0, socket.KernelDrops());
        exporter.Send(Sent, records: 20);
        var received = 0;
        while (socket.Receive(block) is var count and > 0)
        {
            received += count;
        }

        Assert.InRange(received, 1, Sent - 1);
        Assert.Equal(Sent, received + socket.KernelDrops());
        Assert.InRange(socket.BufferGranted, 1, Sent * 984);
    }

    internal static UdpSocket Open(bool portable, string address, int buffer)
    {
        var local = new IPEndPoint(IPAddress.Parse(address), 0);
        return portable ? new PortableSocket(local, buffer) : UdpSocket.Open(local, buffer, shared: false);
    }

    private sealed class PortableSocket(IPEndPoint local, int buffer) : UdpSocket(local, buffer, shared: false);
}
