namespace Clarion.Simulation.Traffic;

/// <summary>One direction of an exchange as a switch reports it.</summary>
internal struct OneWayFlow
{
    public UInt128 Source;
    public UInt128 Destination;
    public ulong SourceMac;
    public ulong DestinationMac;
    public long StartMs;
    public long EndMs;
    public uint Input;
    public uint Output;

    /// <summary>As counted by the switch: after sampling.</summary>
    public uint Bytes;
    public uint Packets;
    public uint Application;

    /// <summary>Index of the sending device; -1 = outside the campus.</summary>
    public int SourceDevice;

    /// <summary>Index of the receiving device; -1 = outside the campus.</summary>
    public int DestinationDevice;
    public ushort SourcePort;

    /// <summary>For ICMP type * 256 + code.</summary>
    public ushort DestinationPort;
    public ushort Vlan;
    public ushort SourceSgt;
    public ushort DestinationSgt;
    public byte Protocol;
    public byte Tos;
    public byte TcpFlags;
}

/// <summary>Both directions of an exchange; the client's is <see cref="Up"/>.</summary>
internal struct Exchange
{
    public OneWayFlow Up;
    public uint BytesDown;

    /// <summary>0 = nobody answered.</summary>
    public uint PacketsDown;
    public byte FlagsDown;

    public readonly bool Answered => PacketsDown > 0;

    /// <summary>The answer as a flow of its own.</summary>
    public readonly void Reverse(out OneWayFlow down)
    {
        down = Up;
        (down.Source, down.Destination) = (Up.Destination, Up.Source);
        (down.SourceMac, down.DestinationMac) = (Up.DestinationMac, Up.SourceMac);
        (down.Input, down.Output) = (Up.Output, Up.Input);
        (down.SourceDevice, down.DestinationDevice) = (Up.DestinationDevice, Up.SourceDevice);
        (down.SourceSgt, down.DestinationSgt) = (Up.DestinationSgt, Up.SourceSgt);

        // Echo reply is type 0, code 0, and ICMP flows have no source port.
        (down.SourcePort, down.DestinationPort) = Up.Protocol == 1 ? ((ushort)0, (ushort)0) : (Up.DestinationPort, Up.SourcePort);
        (down.Bytes, down.Packets, down.TcpFlags) = (BytesDown, PacketsDown, FlagsDown);
    }
}
