using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Clarion.Flows;

namespace Clarion.Gateway.Collector;

/// <summary>Reads up to a block of datagrams with one system call (recvmmsg), and asks the kernel what it dropped.</summary>
internal sealed unsafe partial class LinuxUdpSocket : UdpSocket
{
    private const int WaitForOne = 0x10000;
    private const int TruncatedFlag = 0x20;
    private const int AddressBytes = 28;
    private const int FamilyV4 = 2;
    private const int ErrorAgain = 11;
    private const int ErrorInterrupted = 4;

    // The system is short of memory for a moment: the datagrams stay where they are.
    private const int ErrorNoMemory = 12;
    private const int ErrorNoBuffers = 105;

    private readonly MessageHeader* _headers;
    private readonly IoVector* _vectors;
    private readonly byte* _addresses;
    private readonly string? _inode;

    public LinuxUdpSocket(IPEndPoint local, int bufferBytes, bool shared)
        : base(local, bufferBytes, shared)
    {
        _headers = (MessageHeader*)NativeMemory.AllocZeroed(DatagramBlock.Slots, (nuint)sizeof(MessageHeader));
        _vectors = (IoVector*)NativeMemory.AllocZeroed(DatagramBlock.Slots, (nuint)sizeof(IoVector));
        _addresses = (byte*)NativeMemory.AllocZeroed(DatagramBlock.Slots * AddressBytes);
        _inode = ReadInode();
    }

    public override int Receive(DatagramBlock block)
    {
        for (var i = 0; i < DatagramBlock.Slots; i++)
        {
            _vectors[i] = new IoVector { Base = block.SlotPointer(i), Length = DatagramBlock.SlotBytes };
            _headers[i] = new MessageHeader
            {
                Name = _addresses + i * AddressBytes,
                NameLength = AddressBytes,
                Vectors = _vectors + i,
                VectorCount = 1,
            };
        }

        var count = ReceiveMany((int)Socket.Handle, _headers, DatagramBlock.Slots, WaitForOne, null);
        if (count < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return error is ErrorAgain or ErrorInterrupted or ErrorNoMemory or ErrorNoBuffers ? 0 : throw new SocketException(error);
        }

        for (var i = 0; i < count; i++)
        {
            ref var header = ref _headers[i];
            block.Lengths[i] = (header.Flags & TruncatedFlag) != 0 ? DatagramBlock.SlotBytes + 1 : (int)header.Received;
            var address = new ReadOnlySpan<byte>(_addresses + i * AddressBytes, AddressBytes);
            block.SourcePorts[i] = (ushort)(address[2] << 8 | address[3]);
            block.Sources[i] = IpAddr.FromBytes(address[0] == FamilyV4 ? address.Slice(4, 4) : address.Slice(8, 16));
        }

        return count;
    }

    // The kernel lists its UDP sockets with their drop counters; ours is the line with our inode (proc(5)).
    public override long? KernelDrops()
    {
        if (_inode is null)
        {
            return null;
        }

        foreach (var table in (string[])["/proc/net/udp6", "/proc/net/udp"])
        {
            if (!File.Exists(table))
            {
                continue;
            }

            foreach (var line in File.ReadLines(table))
            {
                var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length >= 13 && fields[9] == _inode)
                {
                    return long.Parse(fields[^1], CultureInfo.InvariantCulture);
                }
            }
        }

        return null;
    }

    public override void Dispose()
    {
        base.Dispose();
        NativeMemory.Free(_headers);
        NativeMemory.Free(_vectors);
        NativeMemory.Free(_addresses);
    }

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    private static partial int ReceiveMany(int socket, MessageHeader* messages, uint count, int flags, void* timeout);

    private string? ReadInode()
    {
        var target = new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{Socket.Handle}")).LinkTarget;
        const string Prefix = "socket:[";
        return target is not null && target.StartsWith(Prefix, StringComparison.Ordinal) ? target[Prefix.Length..^1] : null;
    }

    // struct mmsghdr of the 64-bit ABI: msghdr and the received length.
    [StructLayout(LayoutKind.Sequential)]
    private struct MessageHeader
    {
        public byte* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
        public uint Padding;
        public uint Received;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct IoVector
    {
        public byte* Base;
        public nuint Length;
    }
}
