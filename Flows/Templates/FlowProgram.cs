namespace Clarion.Flows.Templates;

/// <summary>How the records of a data template become rows.</summary>
internal sealed class FlowProgram
{
    /// <summary>Fields into columns, in order.</summary>
    public required FlowOp[] Ops { get; init; }

    /// <summary>Fields of the reverse direction into columns of the reverse row.</summary>
    public required FlowOp[] ReverseOps { get; init; }

    /// <summary>Field whose being greater than zero makes a reverse row; -1 = none.</summary>
    public required int ReversePackets { get; init; }

    /// <summary>As <see cref="ReversePackets"/>, for bytes.</summary>
    public required int ReverseBytes { get; init; }

    /// <summary>Columns that any row may have values in.</summary>
    public required ColumnSet Columns { get; init; }

    public required TimePlan Time { get; init; }

    /// <summary>Times of the reverse direction; without fields they are shared.</summary>
    public required TimePlan ReverseTime { get; init; }

    public required SamplingPlan Sampling { get; init; }

    public required PacketSectionPlan PacketSection { get; init; }

    /// <summary>Marks of every row.</summary>
    public required FlowMarks Marks { get; init; }

    /// <summary>True when bytes or packets are running totals.</summary>
    public required bool HasTotals { get; init; }

    /// <summary>4 or 6 when the template has addresses of that family only and no version field; else 0.</summary>
    public required byte IpVersion { get; init; }

    public bool IsTwoWay => ReverseOps.Length > 0;

    /// <summary>Names of the columns that a field fills, for display; empty when none.</summary>
    public string ColumnOf(int field) =>
        string.Join(", ", Ops.Concat(ReverseOps).Where(op => op.Field == field).Select(op => op.Column.ToString())
            .Concat(TimeColumns(field)).Distinct());

    private IEnumerable<string> TimeColumns(int field)
    {
        if ((Time.Start.Exists && Time.Start.Field == field) || (ReverseTime.Start.Exists && ReverseTime.Start.Field == field))
        {
            yield return nameof(FlowColumn.StartMs);
        }

        if ((Time.End.Exists && Time.End.Field == field) || (ReverseTime.End.Exists && ReverseTime.End.Field == field))
        {
            yield return nameof(FlowColumn.EndMs);
        }

        if (Sampling.HasRate
            && (field == Sampling.Rate || field == Sampling.Interval || field == Sampling.Space || field == Sampling.Size
                || field == Sampling.Population || field == Sampling.Probability))
        {
            yield return nameof(FlowColumn.SamplingRate);
        }
    }
}
