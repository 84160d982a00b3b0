namespace Clarion.Simulation.Export;

/// <summary>One field of a template.</summary>
/// <param name="Element">Element number.</param>
/// <param name="Length">Bytes in the record; 65535 = variable.</param>
/// <param name="Enterprise">Private enterprise number (IPFIX); 0 = IANA.</param>
internal readonly record struct FieldSpec(int Element, int Length, uint Enterprise = 0)
{
    /// <summary>Writes a field specifier of a template (RFC 3954 section 5.2, RFC 7011 section 3.2).</summary>
    public void Write(ref WireWriter writer)
    {
        writer.U16(Enterprise == 0 ? Element : Element | 0x8000);
        writer.U16(Length);
        if (Enterprise != 0)
        {
            writer.U32(Enterprise);
        }
    }
}
