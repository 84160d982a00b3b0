using System.Buffers.Binary;
using System.Numerics;
using Clarion.Flows.Elements;
using Clarion.Flows.Templates;

namespace Clarion.Flows.Records;

/// <summary>
/// Runs the steps of a program: one field of all records of a run into one column at a time, so that the choice of how to read is
/// made once per set and the loop over records is a plain copy.
/// </summary>
internal sealed class ColumnReader
{
    private readonly char[] _text = new char[Wire.MaxText];

    /// <summary>Reads all fields of a run into the rows from <paramref name="first"/> on.</summary>
    /// <param name="ops">Steps.</param>
    /// <param name="run">Records.</param>
    /// <param name="checkLengths">True when lengths came with the record and may not suit the element.</param>
    /// <param name="batch">Batch.</param>
    /// <param name="first">Row of the first record.</param>
    public void Read(FlowOp[] ops, in RecordRun run, bool checkLengths, FlowBatch batch, int first)
    {
        foreach (ref readonly var op in ops.AsSpan())
        {
            if (!checkLengths || ElementTable.Fits(op.Kind, run.Length(op.Field)))
            {
                Read(op, run, batch, first);
            }
        }
    }

    private void Read(in FlowOp op, in RecordRun run, FlowBatch batch, int first)
    {
        switch (op.Kind)
        {
            case FieldKind.Unsigned:
                Unsigned(op, run, batch, first);
                break;
            case FieldKind.V4:
                V4(op, run, batch.Words128(op.Column).AsSpan(first, run.Rows));
                break;
            case FieldKind.V6:
                V6(op, run, batch.Words128(op.Column).AsSpan(first, run.Rows));
                break;
            case FieldKind.Mac:
                Mac(op, run, batch, first);
                break;
            case FieldKind.Wide:
                Wide(op, run, batch.Words128(op.Column).AsSpan(first, run.Rows));
                break;
            case FieldKind.Text:
                Text(op, run, batch, batch.TextNumbers(op.Column).AsSpan(first, run.Rows));
                break;
            case FieldKind.Application:
                Application(op, run, batch.ApplicationId.AsSpan(first, run.Rows));
                break;
            case FieldKind.Icmp:
                Icmp(op, run, batch, first);
                break;
            case FieldKind.Direction:
                Direction(op, run, batch.Direction.AsSpan(first, run.Rows));
                break;
            case FieldKind.Dscp:
                Dscp(op, run, batch.Bytes8(op.Column).AsSpan(first, run.Rows));
                break;
        }
    }

    private static void Unsigned(in FlowOp op, in RecordRun run, FlowBatch batch, int first)
    {
        switch (ColumnType.WidthOf(op.Column))
        {
            case 1:
                Unsigned(op, run, batch.Bytes8(op.Column).AsSpan(first, run.Rows));
                break;
            case 2:
                Unsigned(op, run, batch.Words16(op.Column).AsSpan(first, run.Rows));
                break;
            case 4:
                Unsigned(op, run, batch.Words32(op.Column).AsSpan(first, run.Rows));
                break;
            default:
                Unsigned(op, run, batch.Words64(op.Column).AsSpan(first, run.Rows));
                break;
        }
    }

    private static void Unsigned<T>(in FlowOp op, in RecordRun run, Span<T> to)
        where T : unmanaged, IBinaryInteger<T>
    {
        var data = run.Data;
        var at = run.Offset(op.Field);
        var length = run.Length(op.Field);
        var stride = run.Stride;
        var mask = ColumnType.MaskOf(op.Column);
        if (op.Fill)
        {
            for (var i = 0; i < to.Length; i++, at += stride)
            {
                if (T.IsZero(to[i]))
                {
                    to[i] = T.CreateSaturating(Wire.Unsigned(data.Slice(at, length)) & mask);
                }
            }

            return;
        }

        switch (length)
        {
            case 1:
                for (var i = 0; i < to.Length; i++, at += stride)
                {
                    to[i] = T.CreateTruncating(data[at]);
                }

                break;
            case 2:
                var mask16 = (ushort)mask;
                for (var i = 0; i < to.Length; i++, at += stride)
                {
                    to[i] = T.CreateSaturating((ushort)(BinaryPrimitives.ReadUInt16BigEndian(data[at..]) & mask16));
                }

                break;
            case 4:
                var mask32 = (uint)mask;
                for (var i = 0; i < to.Length; i++, at += stride)
                {
                    to[i] = T.CreateSaturating(BinaryPrimitives.ReadUInt32BigEndian(data[at..]) & mask32);
                }

                break;
            case 8:
                for (var i = 0; i < to.Length; i++, at += stride)
                {
                    to[i] = T.CreateSaturating(BinaryPrimitives.ReadUInt64BigEndian(data[at..]) & mask);
                }

                break;
            default:
                for (var i = 0; i < to.Length; i++, at += stride)
                {
                    to[i] = T.CreateSaturating(Wire.Unsigned(data.Slice(at, length)) & mask);
                }

                break;
        }
    }

    private static void V4(in FlowOp op, in RecordRun run, Span<UInt128> to)
    {
        var data = run.Data;
        var at = run.Offset(op.Field);
        var stride = run.Stride;
        if (!op.Fill && !op.SkipZero)
        {
            for (var i = 0; i < to.Length; i++, at += stride)
            {
                to[i] = IpAddr.FromV4(BinaryPrimitives.ReadUInt32BigEndian(data[at..])).Value;
            }

            return;
        }

        for (var i = 0; i < to.Length; i++, at += stride)
        {
            var address = BinaryPrimitives.ReadUInt32BigEndian(data[at..]);
            if (address != 0 && to[i] == UInt128.Zero)
            {
                to[i] = IpAddr.FromV4(address).Value;
            }
        }
    }

    private static void V6(in FlowOp op, in RecordRun run, Span<UInt128> to)
    {
        var data = run.Data;
        var at = run.Offset(op.Field);
        for (var i = 0; i < to.Length; i++, at += run.Stride)
        {
            if (!op.Fill || to[i] == UInt128.Zero)
            {
                to[i] = BinaryPrimitives.ReadUInt128BigEndian(data[at..]);
            }
        }
    }

    private static void Mac(in FlowOp op, in RecordRun run, FlowBatch batch, int first)
    {
        var data = run.Data;
        var at = run.Offset(op.Field);
        var to = batch.Words64(op.Column).AsSpan(first, run.Rows);
        var elements = ColumnType.ElementColumnOf(op.Column) is { } companion
            ? batch.Words16(companion).AsSpan(first, run.Rows)
            : default;
        for (var i = 0; i < to.Length; i++, at += run.Stride)
        {
            if (op.Fill && to[i] != 0)
            {
                continue;
            }

            var mac = (ulong)BinaryPrimitives.ReadUInt32BigEndian(data[at..]) << 16
                | BinaryPrimitives.ReadUInt16BigEndian(data[(at + 4)..]);
            to[i] = mac;
            if (!elements.IsEmpty && mac != 0)
            {
                elements[i] = op.Element;
            }
        }
    }

    private static void Wide(in FlowOp op, in RecordRun run, Span<UInt128> to)
    {
        var at = run.Offset(op.Field);
        for (var i = 0; i < to.Length; i++, at += run.Stride)
        {
            UInt128 value = 0;
            foreach (var b in run.Data.Slice(at, run.Length(op.Field)))
            {
                value = value << 8 | b;
            }

            to[i] = value;
        }
    }

    private void Text(in FlowOp op, in RecordRun run, FlowBatch batch, Span<int> to)
    {
        var at = run.Offset(op.Field);
        for (var i = 0; i < to.Length; i++, at += run.Stride)
        {
            if (!op.Fill || to[i] == 0)
            {
                var length = Wire.Text(run.Data.Slice(at, run.Length(op.Field)), _text);
                to[i] = batch.Texts.Intern(_text.AsSpan(0, length));
            }
        }
    }

    private static void Application(in FlowOp op, in RecordRun run, Span<ulong> to)
    {
        var at = run.Offset(op.Field);
        for (var i = 0; i < to.Length; i++, at += run.Stride)
        {
            to[i] = Wire.Application(run.Data.Slice(at, run.Length(op.Field)));
        }
    }

    private static void Icmp(in FlowOp op, in RecordRun run, FlowBatch batch, int first)
    {
        var at = run.Offset(op.Field);
        for (var row = first; row < first + run.Rows; row++, at += run.Stride)
        {
            if (!op.Fill || (batch.IcmpType[row] | batch.IcmpCode[row]) == 0)
            {
                var value = Wire.Unsigned(run.Data.Slice(at, run.Length(op.Field)));
                batch.IcmpType[row] = (byte)(value >> 8);
                batch.IcmpCode[row] = (byte)value;
            }
        }
    }

    private static void Direction(in FlowOp op, in RecordRun run, Span<byte> to)
    {
        var at = run.Offset(op.Field);
        for (var i = 0; i < to.Length; i++, at += run.Stride)
        {
            to[i] = Wire.Unsigned(run.Data.Slice(at, run.Length(op.Field))) switch
            {
                0 => (byte)FlowDirection.Ingress,
                1 => (byte)FlowDirection.Egress,
                _ => (byte)FlowDirection.Unknown,
            };
        }
    }

    private static void Dscp(in FlowOp op, in RecordRun run, Span<byte> to)
    {
        var at = run.Offset(op.Field);
        for (var i = 0; i < to.Length; i++, at += run.Stride)
        {
            if (!op.Fill || to[i] == 0)
            {
                to[i] = (byte)(Wire.Unsigned(run.Data.Slice(at, run.Length(op.Field))) << 2);
            }
        }
    }
}
