using System.Buffers.Binary;
using Clarion.Simulation.Traffic;

namespace Clarion.Simulation.Export;

/// <summary>Writes addresses the way records carry them.</summary>
internal static class Addresses
{
    /// <summary>Source and destination in 4 or 16 bytes each; returns what is left of the record.</summary>
    public static Span<byte> Write(Span<byte> record, scoped in OneWayFlow flow, bool v6)
    {
        if (v6)
        {
            BinaryPrimitives.WriteUInt128BigEndian(record, flow.Source);
            BinaryPrimitives.WriteUInt128BigEndian(record[16..], flow.Destination);
            return record[32..];
        }

        BinaryPrimitives.WriteUInt32BigEndian(record, (uint)flow.Source);
        BinaryPrimitives.WriteUInt32BigEndian(record[4..], (uint)flow.Destination);
        return record[8..];
    }

    public static void WriteMac(Span<byte> record, ulong mac)
    {
        BinaryPrimitives.WriteUInt16BigEndian(record, (ushort)(mac >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(record[2..], (uint)mac);
    }
}
