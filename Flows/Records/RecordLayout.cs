using Clarion.Flows.Templates;

namespace Clarion.Flows.Records;

/// <summary>Where the fields of a record with variable lengths lie (RFC 7011, section 7). Reused from record to record.</summary>
internal sealed class RecordLayout
{
    /// <summary>Offset of each field.</summary>
    public int[] Offsets { get; private set; } = new int[64];

    /// <summary>Length of each field.</summary>
    public int[] Lengths { get; private set; } = new int[64];

    /// <summary>Finds the fields of the record at the start of <paramref name="body"/>.</summary>
    /// <returns>False when the record does not end within it.</returns>
    public bool TryMeasure(Template template, ReadOnlySpan<byte> body, out int length)
    {
        var fields = template.Fields;
        if (Offsets.Length < fields.Length)
        {
            Offsets = new int[fields.Length];
            Lengths = new int[fields.Length];
        }

        length = 0;
        for (var i = 0; i < fields.Length; i++)
        {
            int size = fields[i].Length;
            if (fields[i].IsVariable)
            {
                if (length >= body.Length)
                {
                    return false;
                }

                size = body[length++];
                if (size == 255)
                {
                    if (length + 2 > body.Length)
                    {
                        return false;
                    }

                    size = Wire.U16(body, length);
                    length += 2;
                }
            }

            Offsets[i] = length;
            Lengths[i] = size;
            length += size;
            if (length > body.Length)
            {
                return false;
            }
        }

        return true;
    }
}
