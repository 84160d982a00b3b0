using Clarion.Flows.Templates;

namespace Clarion.Flows.Records;

/// <summary>
/// Reads records that carry the first bytes of a sampled packet instead of fields (IE 315 data link frame, IE 313 IP packet). What the
/// section does not reach stays empty.
/// </summary>
internal static class PacketSectionReader
{
    private const int EthernetBytes = 14;
    private const ushort V4 = 0x0800;
    private const ushort V6 = 0x86DD;
    private const int MaxTags = 2;
    private const int MaxExtensions = 4;
    private const byte IcmpV4 = 1;
    private const byte Tcp = 6;
    private const byte IcmpV6 = 58;

    /// <summary>Fills the rows of a run.</summary>
    public static void Read(in PacketSectionPlan plan, in RecordRun run, FlowBatch batch, int first)
    {
        for (var i = 0; i < run.Rows; i++)
        {
            var row = first + i;
            var section = run.Bytes(i, plan.Section);
            if (plan.IsFrame)
            {
                section = Frame(section, batch, row);
            }

            Packet(section, batch, row);
            var frameSize = run.Unsigned(i, plan.FrameSize);
            if (frameSize > 0)
            {
                batch.Bytes[row] = frameSize;
                batch.Marks[row] |= (ushort)FlowMarks.Layer2Bytes;
            }

            batch.Packets[row] = 1;
        }
    }

    // Gives back the IP packet; empty when the frame holds none.
    private static ReadOnlySpan<byte> Frame(ReadOnlySpan<byte> frame, FlowBatch batch, int row)
    {
        if (frame.Length < EthernetBytes)
        {
            return default;
        }

        batch.DestinationMac[row] = Wire.Unsigned(frame[..6]);
        batch.SourceMac[row] = Wire.Unsigned(frame[6..12]);
        batch.SourceMacElement[row] = batch.DestinationMacElement[row] = PacketSectionPlan.FrameElement;
        var type = Wire.U16(frame, 12);
        frame = frame[EthernetBytes..];
        for (var tags = 0; tags < MaxTags && type is 0x8100 or 0x88A8 && frame.Length >= 4; tags++)
        {
            // The innermost tag is the host's.
            batch.Vlan[row] = (ushort)(Wire.U16(frame, 0) & 0x0FFF);
            type = Wire.U16(frame, 2);
            frame = frame[4..];
        }

        batch.EtherType[row] = type;
        return type is V4 or V6 ? frame : default;
    }

    private static void Packet(ReadOnlySpan<byte> packet, FlowBatch batch, int row)
    {
        switch (packet.IsEmpty ? 0 : packet[0] >> 4)
        {
            case 4 when packet.Length >= 20:
                PacketV4(packet, batch, row);
                break;
            case 6 when packet.Length >= 40:
                PacketV6(packet, batch, row);
                break;
        }
    }

    private static void PacketV4(ReadOnlySpan<byte> packet, FlowBatch batch, int row)
    {
        batch.IpVersion[row] = 4;
        batch.Tos[row] = packet[1];
        batch.Bytes[row] = Wire.U16(packet, 2);
        batch.MinTtl[row] = batch.MaxTtl[row] = packet[8];
        batch.Protocol[row] = packet[9];
        batch.SourceAddress[row] = IpAddr.FromBytes(packet[12..16]).Value;
        batch.DestinationAddress[row] = IpAddr.FromBytes(packet[16..20]).Value;
        var header = (packet[0] & 15) * 4;
        var isFirstFragment = (Wire.U16(packet, 6) & 0x1FFF) == 0;
        if (header >= 20 && header <= packet.Length && isFirstFragment)
        {
            Transport(packet[header..], packet[9], batch, row);
        }
    }

    private static void PacketV6(ReadOnlySpan<byte> packet, FlowBatch batch, int row)
    {
        batch.IpVersion[row] = 6;
        batch.Tos[row] = (byte)(Wire.U16(packet, 0) >> 4);
        batch.Bytes[row] = Wire.U16(packet, 4) + 40UL;
        batch.MinTtl[row] = batch.MaxTtl[row] = packet[7];
        batch.SourceAddress[row] = IpAddr.FromBytes(packet[8..24]).Value;
        batch.DestinationAddress[row] = IpAddr.FromBytes(packet[24..40]).Value;
        var next = packet[6];
        packet = packet[40..];

        // Hop-by-hop, routing and destination options stand between the header and the transport.
        for (var i = 0; i < MaxExtensions && next is 0 or 43 or 60 && packet.Length >= 8; i++)
        {
            next = packet[0];
            packet = packet[Math.Min(packet.Length, (packet[1] + 1) * 8)..];
        }

        batch.Protocol[row] = next;
        Transport(packet, next, batch, row);
    }

    private static void Transport(ReadOnlySpan<byte> segment, byte protocol, FlowBatch batch, int row)
    {
        if (segment.Length < 4)
        {
            return;
        }

        if (protocol is IcmpV4 or IcmpV6)
        {
            (batch.IcmpType[row], batch.IcmpCode[row]) = (segment[0], segment[1]);
            return;
        }

        if (protocol is not (Tcp or 17 or 33 or 132 or 136))
        {
            return;
        }

        batch.SourcePort[row] = Wire.U16(segment, 0);
        batch.DestinationPort[row] = Wire.U16(segment, 2);
        if (protocol == Tcp && segment.Length >= 14)
        {
            batch.TcpFlags[row] = (ushort)(Wire.U16(segment, 12) & 0x01FF);
        }
    }
}
