namespace Clarion.Flows.Templates;

/// <summary>Fields that carry the beginning of a packet.</summary>
/// <param name="Section">IE 315 or 313; -1 = none.</param>
/// <param name="IsFrame">True for IE 315, which begins with the Ethernet header.</param>
/// <param name="FrameSize">IE 312, bytes on the wire; -1 = none.</param>
internal readonly record struct PacketSectionPlan(int Section, bool IsFrame, int FrameSize)
{
    /// <summary>IE 315, dataLinkFrameSection.</summary>
    public const ushort FrameElement = 315;

    private const ushort PacketElement = 313;
    private const ushort FrameSizeElement = 312;

    /// <summary>Columns that a section may fill.</summary>
    public static readonly ColumnSet Columns = new FlowColumn[]
    {
        FlowColumn.SourceMac, FlowColumn.DestinationMac, FlowColumn.SourceMacElement, FlowColumn.DestinationMacElement, FlowColumn.Vlan,
        FlowColumn.EtherType, FlowColumn.Tos, FlowColumn.Bytes, FlowColumn.Packets, FlowColumn.MinTtl, FlowColumn.MaxTtl,
        FlowColumn.Protocol, FlowColumn.SourceAddress, FlowColumn.DestinationAddress, FlowColumn.SourcePort, FlowColumn.DestinationPort,
            FlowColumn.TcpFlags,
    }.Aggregate(default(ColumnSet), (set, column) => set.With(column));

    /// <summary>True when records are to be read from a section.</summary>
    public bool Exists => Section >= 0;

    /// <summary>The plan of a template; without a section, or with address fields that say it better, there is none.</summary>
    public static PacketSectionPlan Of(ReadOnlySpan<TemplateField> fields)
    {
        var (section, isFrame, frameSize) = (-1, false, -1);
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].Enterprise != 0)
            {
                continue;
            }

            switch (fields[i].Element)
            {
                case 8 or 12 or 27 or 28:
                    return new PacketSectionPlan(-1, false, -1);
                case FrameElement:
                    (section, isFrame) = (i, true);
                    break;
                case PacketElement when section < 0:
                    section = i;
                    break;
                case FrameSizeElement when fields[i].Length is >= 1 and <= 8:
                    frameSize = i;
                    break;
            }
        }

        return new PacketSectionPlan(section, isFrame, frameSize);
    }
}
