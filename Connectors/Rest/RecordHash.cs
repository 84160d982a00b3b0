using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Clarion.Connectors.Rest;

/// <summary>A hash of texts in their order, to see that a record says what it said before. Not cryptographic.</summary>
internal sealed class RecordHash
{
    private readonly XxHash3 _hash = new();

    /// <summary>Hash of one text.</summary>
    public static ulong Of(string text) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes<char>(text));

    /// <summary>Adds a text; null counts as an empty one.</summary>
    public RecordHash Add(string? text)
    {
        _hash.Append(MemoryMarshal.AsBytes<char>(text));
        _hash.Append([0, 0]);
        return this;
    }

    /// <summary>The hash.</summary>
    public ulong Value => _hash.GetCurrentHashAsUInt64();
}
