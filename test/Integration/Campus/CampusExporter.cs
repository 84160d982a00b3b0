using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Clarion.CampusData;
using Clarion.Correlation.Identity.Answers;
using Clarion.Flows;

namespace Clarion.Integration.Campus;

/// <summary>A switch of the campus as a NetFlow v9 exporter at its own loopback address: flows with their ingress port and without MACs, and the names of its ports.</summary>
internal sealed class CampusExporter : IDisposable
{
    private const int HeaderBytes = 20;
    private const ushort FlowTemplate = 256;
    private const ushort PortTemplate = 257;
    private const int PortNameBytes = 16;
    private const int MostRecords = 24;
    private const int FlowDurationMs = 500;
    private static readonly (ushort Type, ushort Length)[] FlowFields =
        [(8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (10, 4), (1, 4), (2, 4), (22, 4), (21, 4)];

    private static readonly int FlowBytes = FlowFields.Sum(f => f.Length);

    private readonly UdpClient _udp;
    private readonly long _bootMs;
    private uint _sequence;

    public CampusExporter(IpAddr address, int collectorPort, long bootMs)
    {
        _udp = new UdpClient(new IPEndPoint(IPAddress.Parse(address.ToString()), 0));
        _udp.Connect(IPAddress.Loopback, collectorPort);

        // Headers tell whole seconds.
        _bootMs = bootMs / 1000 * 1000;
    }

    /// <summary>Announces templates and the names of ports.</summary>
    public void Announce(IEnumerable<CampusPort> ports, long nowMs)
    {
        var body = new List<byte>();
        Set(body, 0, set =>
        {
            U16(set, FlowTemplate);
            U16(set, FlowFields.Length);
            foreach (var (type, length) in FlowFields)
            {
                U16(set, type);
                U16(set, length);
            }
        });
        Set(body, 1, set =>
        {
            // Scope: the interface; the option: its name.
            foreach (var value in new[] { PortTemplate, 4, 4, 2, 4, 82, PortNameBytes })
            {
                U16(set, value);
            }
        });
        Send(nowMs, 2, body);
        foreach (var some in ports.Chunk(MostRecords))
        {
            body.Clear();
            Set(body, PortTemplate, set =>
            {
                foreach (var port in some)
                {
                    U32(set, port.Interface);
                    set.AddRange(Encoding.ASCII.GetBytes(port.Name.PadRight(PortNameBytes, '\0')));
                }
            });
            Send(nowMs, some.Length, body);
        }
    }

    /// <summary>Sends flows of one packet each and of a size of their own.</summary>
    public void Send(IEnumerable<(FlowEnds Flow, uint Bytes)> flows, long nowMs)
    {
        var body = new List<byte>();
        foreach (var some in flows.Chunk(MostRecords))
        {
            body.Clear();
            Set(body, FlowTemplate, set =>
            {
                foreach (var (flow, bytes) in some)
                {
                    U32(set, (uint)flow.Source.Value);
                    U32(set, (uint)flow.Destination.Value);
                    U16(set, flow.SourcePort);
                    U16(set, flow.DestinationPort);
                    set.Add(flow.Protocol);
                    U32(set, flow.IngressInterface);
                    U32(set, bytes);
                    U32(set, 1);
                    U32(set, (uint)(flow.AtMs - FlowDurationMs - _bootMs));
                    U32(set, (uint)(flow.AtMs - _bootMs));
                }
            });
            Send(nowMs, some.Length, body);
        }
    }

    public void Dispose() => _udp.Dispose();

    private static void Set(List<byte> body, ushort id, Action<List<byte>> fill)
    {
        var set = new List<byte>();
        fill(set);
        while (set.Count % 4 != 0)
        {
            set.Add(0);
        }

        U16(body, id);
        U16(body, set.Count + 4);
        body.AddRange(set);
    }

    private static void U16(List<byte> to, int value) => to.AddRange([(byte)(value >> 8), (byte)value]);

    private static void U32(List<byte> to, uint value) => to.AddRange([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);

    private void Send(long nowMs, int records, List<byte> body)
    {
        var datagram = new byte[HeaderBytes + body.Count];
        BinaryPrimitives.WriteUInt16BigEndian(datagram, 9);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), (ushort)records);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(4), (uint)((nowMs / 1000 * 1000) - _bootMs));
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(8), (uint)(nowMs / 1000));
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(12), _sequence++);
        body.CopyTo(datagram, HeaderBytes);
        _udp.Send(datagram);
    }
}
