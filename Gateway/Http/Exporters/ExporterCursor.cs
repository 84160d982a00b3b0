using System.Buffers.Binary;
using System.Buffers.Text;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Partitions;

namespace Clarion.Gateway.Http.Exporters;

/// <summary>Where a page of exporters ended: its last exporter, so that new ones neither repeat nor hide others.</summary>
internal static class ExporterCursor
{
    private const int Length = 16 + 1 + 4;

    public static string Write(ExporterRef last)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, last.Address);
        bytes[16] = last.Version;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[17..], last.DomainId);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The exporter in a cursor; null without one.</summary>
    /// <exception cref="Errors.BadParameterException">No cursor of this listing.</exception>
    public static ExporterRef? Read(string? cursor)
    {
        if (QueryText.Cursor(cursor) is not { } text)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[Length];
        return Base64Url.IsValid(text, out var decoded) && decoded == Length && Base64Url.TryDecodeFromChars(text, bytes, out _)
            ? new ExporterRef(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[17..]), bytes[16])
            : throw QueryText.BadCursor();
    }

    public static int Compare(ExporterRef left, ExporterRef right) =>
        (left.Address, left.Version, left.DomainId).CompareTo((right.Address, right.Version, right.DomainId));
}
