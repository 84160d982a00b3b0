using Clarion.Flows.Elements;

namespace Clarion.Flows.Templates;

/// <summary>Compiles the fields of a data template into a <see cref="FlowProgram"/>.</summary>
internal static class FlowCompiler
{
    private const int MappingRank = -1;

    // Columns the decoder itself writes for every row.
    private static readonly ColumnSet Always = ColumnSet.Of(FlowColumn.StartMs).With(FlowColumn.EndMs).With(FlowColumn.ReceivedMs)
        .With(FlowColumn.TimeOrigin).With(FlowColumn.Exporter).With(FlowColumn.IpVersion).With(FlowColumn.SamplingRate)
        .With(FlowColumn.SamplingOrigin).With(FlowColumn.Marks).With(FlowColumn.IcmpType).With(FlowColumn.IcmpCode)
        .With(FlowColumn.ApplicationName);

    private static readonly (FlowColumn, FlowColumn)[] Pairs =
    [
        (FlowColumn.SourceAddress, FlowColumn.DestinationAddress), (FlowColumn.SourcePrefixLength, FlowColumn.DestinationPrefixLength),
        (FlowColumn.SourcePort, FlowColumn.DestinationPort), (FlowColumn.SourceMac, FlowColumn.DestinationMac),
        (FlowColumn.SourceMacElement, FlowColumn.DestinationMacElement), (FlowColumn.InputInterface, FlowColumn.OutputInterface),
        (FlowColumn.SourceAs, FlowColumn.DestinationAs), (FlowColumn.IngressVrf, FlowColumn.EgressVrf),
        (FlowColumn.NatSourceAddress, FlowColumn.NatDestinationAddress), (FlowColumn.NatSourcePort, FlowColumn.NatDestinationPort),
        (FlowColumn.SourceSgt, FlowColumn.DestinationSgt), (FlowColumn.SourceSgtName, FlowColumn.DestinationSgtName),
    ];

    /// <summary>Compiles.</summary>
    /// <param name="fields">Fields in order.</param>
    /// <param name="mappings">Operator's mappings that apply to the exporter and version.</param>
    /// <param name="fault">Told of every field that cannot be read as its element or mapping says.</param>
    public static FlowProgram Compile(ReadOnlySpan<TemplateField> fields, CompiledMapping[] mappings, Action<DecodeError> fault)
    {
        var forward = new List<Candidate>();
        var reverse = new List<Candidate>();
        var seen = new HashSet<(uint, ushort)>();
        for (var i = 0; i < fields.Length; i++)
        {
            // A repeated element (other than label stacks, which are not read) says nothing new: the first value wins.
            if (fields[i].Length == 0 || !seen.Add((fields[i].Enterprise, fields[i].Element)))
            {
                continue;
            }

            Map(i, fields[i], mappings, forward, fault);
            Know(i, fields[i], forward, reverse, fault);
        }

        var ops = Arrange(forward);
        var reverseOps = Arrange(reverse);
        var reverseTime = TimePlan.Of(fields, ElementTable.Reverse);
        var bytes = CounterOf(ops, FlowColumn.Bytes);
        var section = PacketSectionPlan.Of(fields);
        var twoWay = CounterOf(reverseOps, FlowColumn.Bytes) is not null || CounterOf(reverseOps, FlowColumn.Packets) is not null;
        if (!twoWay)
        {
            // Without counters nothing tells whether there was an answer.
            reverseOps = [];
        }

        return new FlowProgram
        {
            Ops = ops,
            ReverseOps = reverseOps,
            ReversePackets = twoWay ? CounterOf(reverseOps, FlowColumn.Packets)?.Field ?? -1 : -1,
            ReverseBytes = twoWay ? CounterOf(reverseOps, FlowColumn.Bytes)?.Field ?? -1 : -1,
            Columns = section.Exists ? ColumnsOf(ops, reverseOps).Union(PacketSectionPlan.Columns) : ColumnsOf(ops, reverseOps),
            Time = TimePlan.Of(fields, 0),
            ReverseTime = reverseTime,
            Sampling = SamplingPlan.Of(fields),
            PacketSection = section,
            Marks = MarksOf(ops, twoWay, bytes) | (section.Exists ? FlowMarks.PacketSection : FlowMarks.None),
            HasTotals = IsTotal(bytes) || IsTotal(CounterOf(ops, FlowColumn.Packets)),
            IpVersion = FamilyOf(ops),
        };
    }

    private static void Map(
        int index, TemplateField field, CompiledMapping[] mappings, List<Candidate> forward, Action<DecodeError> fault)
    {
        foreach (var mapping in mappings)
        {
            if (mapping.Enterprise != field.Enterprise || mapping.Element != field.Element)
            {
                continue;
            }

            var kind = field.IsVariable && ColumnType.Of(mapping.Column) != ColumnShape.Text
                ? null
                : ElementTable.KindFor(mapping.Column, field.Length);
            if (kind is { } fitting && (mapping.Lengths.Length == 0 || mapping.Lengths.Contains(field.Length)))
            {
                forward.Add(new(new(mapping.Column, fitting, index, field.Element, Fill: false, SkipZero: false), MappingRank));
            }
            else
            {
                fault(DecodeError.MappingLength);
            }
        }
    }

    private static void Know(
        int index, TemplateField field, List<Candidate> forward, List<Candidate> reverse, Action<DecodeError> fault)
    {
        if (ElementTable.Find(field.Enterprise, field.Element) is not { Targets.Length: > 0 } element)
        {
            return;
        }

        foreach (var target in element.Targets)
        {
            if (!field.IsVariable && !ElementTable.Fits(target.Kind, field.Length))
            {
                fault(DecodeError.FieldLength);
                return;
            }

            (element.IsReverse ? reverse : forward).Add(
                new(new(target.Column, target.Kind, index, field.Element, Fill: false, SkipZero: false), target.Rank));
        }
    }

    private static FlowOp[] Arrange(List<Candidate> candidates)
    {
        var ops = new List<FlowOp>();
        foreach (var column in candidates.GroupBy(c => c.Op.Column))
        {
            var ordered = column.OrderBy(c => c.Rank).ToArray();
            var alternatives = ColumnType.ZeroMeansAbsent(column.Key) ? ordered.Length : 1;
            for (var i = 0; i < alternatives; i++)
            {
                ops.Add(ordered[i].Op with { Fill = i > 0, SkipZero = alternatives > 1 });
            }
        }

        return [.. ops];
    }

    private static FlowOp? CounterOf(FlowOp[] ops, FlowColumn column)
    {
        foreach (var op in ops)
        {
            if (op.Column == column)
            {
                return op;
            }
        }

        return null;
    }

    private static bool IsTotal(FlowOp? op) => op is { Element: 85 or 86 };

    private static ColumnSet ColumnsOf(FlowOp[] ops, FlowOp[] reverseOps)
    {
        var columns = Always;
        foreach (var op in ops.Concat(reverseOps))
        {
            columns = columns.With(op.Column);
            if (ColumnType.ElementColumnOf(op.Column) is { } companion)
            {
                columns = columns.With(companion);
            }
        }

        if (reverseOps.Length == 0)
        {
            return columns;
        }

        foreach (var (one, other) in Pairs)
        {
            if (columns.Contains(one) || columns.Contains(other))
            {
                columns = columns.With(one).With(other);
            }
        }

        return columns;
    }

    private static FlowMarks MarksOf(FlowOp[] ops, bool twoWay, FlowOp? bytes)
    {
        var marks = twoWay ? FlowMarks.Initiator : FlowMarks.None;
        if (bytes is { Element: 352 })
        {
            marks |= FlowMarks.Layer2Bytes;
        }

        if (!ops.Any(op => op.Column == FlowColumn.FirewallEvent))
        {
            return marks;
        }

        // ASA event records describe a connection from its initiator's side even when they carry no counters of the answer; other
        // firewalls put the event into ordinary one-way records, which count octets as such.
        var isConnection = bytes is not { Element: 1 or 23 };
        return marks | FlowMarks.FirewallEvent | (isConnection ? FlowMarks.Initiator : FlowMarks.None);
    }

    private static byte FamilyOf(FlowOp[] ops)
    {
        var addresses = ops.Where(op => op.Column is FlowColumn.SourceAddress or FlowColumn.DestinationAddress).ToArray();
        if (addresses.Length == 0 || ops.Any(op => op.Column == FlowColumn.IpVersion))
        {
            return 0;
        }

        return addresses.All(op => op.Kind == FieldKind.V4) ? (byte)4 : addresses.All(op => op.Kind == FieldKind.V6) ? (byte)6 : (byte)0;
    }

    private readonly record struct Candidate(FlowOp Op, int Rank);
}
