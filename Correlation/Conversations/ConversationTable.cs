using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Clarion.Correlation.Conversations;

/// <summary>
/// Sums of conversations, kept dense so that they can be sent or written as one block. An open-addressing index over the rows: one probe
/// sequence and no allocation per addition once grown. Not thread-safe.
/// </summary>
public sealed class ConversationTable
{
    private int[] _index;
    private ConversationDelta[] _rows;

    /// <summary>Creates an empty table that holds <paramref name="capacity"/> rows before it grows.</summary>
    public ConversationTable(int capacity = 256)
    {
        _rows = new ConversationDelta[Math.Max(capacity, 16)];
        _index = new int[IndexSize(_rows.Length)];
    }

    /// <summary>Number of conversations.</summary>
    public int Count { get; private set; }

    /// <summary>The conversations, in order of first appearance.</summary>
    public ReadOnlySpan<ConversationDelta> Rows => _rows.AsSpan(0, Count);

    /// <summary>The conversations as a list that shares this table's memory.</summary>
    public ArraySegment<ConversationDelta> RowList => new(_rows, 0, Count);

    /// <summary>The counters of a conversation, zero for a new one. Valid until the next call.</summary>
    public ref ConversationCounters GetOrAdd(in ConversationKey key)
    {
        var mask = _index.Length - 1;
        var slot = (int)Hash(key) & mask;
        while (true)
        {
            var row = _index[slot] - 1;
            if (row < 0)
            {
                break;
            }

            if (Same(_rows[row].Key, key))
            {
                return ref _rows[row].Counters;
            }

            slot = slot + 1 & mask;
        }

        if (Count == _rows.Length)
        {
            Grow();
            return ref GetOrAdd(key);
        }

        _rows[Count] = new ConversationDelta(key, default);
        _index[slot] = ++Count;
        return ref _rows[Count - 1].Counters;
    }

    /// <summary>Forgets all rows and keeps the memory.</summary>
    public void Clear()
    {
        Count = 0;
        Array.Clear(_index);
    }

    private static int IndexSize(int rows) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)rows * 2);

    private static ReadOnlySpan<byte> Bytes(in ConversationKey key) =>
        MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AsRef(in key), 1));

    private static bool Same(in ConversationKey left, in ConversationKey right) => Bytes(left).SequenceEqual(Bytes(right));

    private static ulong Hash(in ConversationKey key)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(Bytes(key));
        // 64 of the 68 bytes are whole words; the protocol is in the rest.
        var hash = 0x9E37_79B9_7F4A_7C15UL ^ key.Protocol;
        foreach (var word in words)
        {
            hash = (hash ^ word) * 0xFF51_AFD7_ED55_8CCDUL;
            hash ^= hash >> 32;
        }

        return hash;
    }

    private void Grow()
    {
        Array.Resize(ref _rows, _rows.Length * 2);
        _index = new int[IndexSize(_rows.Length)];
        var mask = _index.Length - 1;
        for (var row = 0; row < Count; row++)
        {
            var slot = (int)Hash(_rows[row].Key) & mask;
            while (_index[slot] != 0)
            {
                slot = slot + 1 & mask;
            }

            _index[slot] = row + 1;
        }
    }
}
