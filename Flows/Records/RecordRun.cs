namespace Clarion.Flows.Records;

/// <summary>Records of one layout, one after another: what a program runs over.</summary>
/// <param name="data">The records' bytes.</param>
/// <param name="offsets">Offset of each field in a record.</param>
/// <param name="lengths">Length of each field.</param>
/// <param name="stride">Length of a record.</param>
/// <param name="rows">How many records.</param>
internal readonly ref struct RecordRun(ReadOnlySpan<byte> data, int[] offsets, int[] lengths, int stride, int rows)
{
    public ReadOnlySpan<byte> Data { get; } = data;

    public int Stride { get; } = stride;

    public int Rows { get; } = rows;

    public int Offset(int field) => offsets[field];

    public int Length(int field) => lengths[field];

    /// <summary>One record of the run.</summary>
    public RecordRun Record(int row) => new(Data.Slice(row * Stride, Stride), offsets, lengths, Stride, 1);

    /// <summary>An unsigned integer of up to 8 bytes in a record; 0 when it is absent or longer.</summary>
    public ulong Unsigned(int row, int field) =>
        field < 0 || Length(field) > 8 ? 0 : Wire.Unsigned(Data.Slice((row * Stride) + Offset(field), Length(field)));

    /// <summary>The bytes of a field; empty when it is absent.</summary>
    public ReadOnlySpan<byte> Bytes(int row, int field) =>
        field < 0 ? default : Data.Slice((row * Stride) + Offset(field), Length(field));
}
