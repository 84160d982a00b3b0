using System.Runtime.InteropServices;
using Clarion.Flows;

namespace Clarion.Gateway.Collector;

/// <summary>
/// Room for a number of datagrams of any size, outside the managed heap: pages that no datagram reaches are never touched, so 64 full-size
/// slots cost what the traffic really needs. Shared by the decode workers; goes back to its socket when the last one is done.
/// </summary>
internal sealed unsafe class DatagramBlock : IDisposable
{
    /// <summary>Datagrams per block.</summary>
    public const int Slots = 64;

    /// <summary>The largest UDP payload and one byte, so that truncation shows.</summary>
    public const int SlotBytes = 65_536;

    private byte* _memory = (byte*)NativeMemory.Alloc(Slots * (nuint)SlotBytes);
    private int _readers;

    /// <summary>Valid datagrams.</summary>
    public int Count { get; set; }

    /// <summary>When they were read, Unix milliseconds.</summary>
    public long ReceivedMs { get; set; }

    /// <summary>Payload sizes; larger than a slot when the datagram was truncated.</summary>
    public int[] Lengths { get; } = new int[Slots];

    /// <summary>Senders.</summary>
    public IpAddr[] Sources { get; } = new IpAddr[Slots];

    /// <summary>Their ports.</summary>
    public ushort[] SourcePorts { get; } = new ushort[Slots];

    public byte* SlotPointer(int slot) => _memory + (nuint)slot * SlotBytes;

    public ReadOnlySpan<byte> Datagram(int slot) => new(SlotPointer(slot), Lengths[slot]);

    public Span<byte> SlotSpan(int slot) => new(SlotPointer(slot), SlotBytes);

    /// <summary>Says how many workers will read the block.</summary>
    public void Share(int readers) => Volatile.Write(ref _readers, readers);

    /// <summary>True for the last reader.</summary>
    public bool Done() => Interlocked.Decrement(ref _readers) == 0;

    public void Dispose()
    {
        NativeMemory.Free(_memory);
        _memory = null;
    }
}
