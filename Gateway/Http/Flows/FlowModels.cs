using System.Text.Json.Serialization;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Flows;

/// <summary>Measures of flows, next to what they belong to. Bytes and packets are scaled by sampling; raw ones are as exported.</summary>
public abstract record MeasuredModel
{
    private protected MeasuredModel(FlowMeasures measures)
    {
        Flows = measures.Flows;
        Bytes = measures.Bytes;
        Packets = measures.Packets;
        RawBytes = measures.RawBytes;
        RawPackets = measures.RawPackets;
        DeniedFlows = measures.DeniedFlows;
    }

    /// <summary>Flow records, denied ones included.</summary>
    public long Flows { get; }

    /// <summary>Bytes, scaled by sampling.</summary>
    public double Bytes { get; }

    /// <summary>Packets, scaled by sampling.</summary>
    public double Packets { get; }

    /// <summary>Bytes as exported.</summary>
    public long RawBytes { get; }

    /// <summary>Packets as exported.</summary>
    public long RawPackets { get; }

    /// <summary>Records of attempts that a firewall denied.</summary>
    public long DeniedFlows { get; }
}

/// <summary>One point of a series.</summary>
public sealed record PointModel : MeasuredModel
{
    internal PointModel(SeriesPoint point)
        : base(point.Measures) => Time = point.Time;

    /// <summary>Start of the step, UTC.</summary>
    public DateTimeOffset Time { get; }
}

/// <summary>One group of a summary.</summary>
public sealed record GroupModel : MeasuredModel
{
    internal GroupModel(SummaryRow row)
        : base(row.Measures) => Key = row.Key;

    /// <summary>Value per dimension, in the order of <c>by</c>.</summary>
    public IReadOnlyList<object?> Key { get; }
}

/// <summary>The series of one group.</summary>
/// <param name="Key">Value per dimension, in the order of <c>by</c>; empty for all flows together.</param>
/// <param name="Points">Oldest first; steps without flows are left out.</param>
public sealed record SeriesModel(IReadOnlyList<object?> Key, IReadOnlyList<PointModel> Points);

/// <summary>Totals, groups and series of flows.</summary>
public sealed record FlowSummaryModel : MeasuredModel
{
    internal FlowSummaryModel(FlowSummary summary, IReadOnlyList<string> by)
        : base(summary.Total)
    {
        From = summary.Effective.From;
        To = summary.Effective.To;
        By = by;
        Rows = [.. summary.Rows.Select(row => new GroupModel(row))];
        Points = [.. summary.Points.Select(p => new PointModel(p))];
        Series = [.. summary.Series.Select(s => new SeriesModel(s.Key, [.. s.Points.Select(p => new PointModel(p))]))];
        Source = summary.Source;
        MaxError = summary.MaxError;
    }

    /// <summary>Start of the range that was summed: rollups answer in whole buckets.</summary>
    public DateTimeOffset From { get; }

    /// <summary>End of the range that was summed, exclusive.</summary>
    public DateTimeOffset To { get; }

    /// <summary>The dimensions.</summary>
    public IReadOnlyList<string> By { get; }

    /// <summary>Groups, largest by bytes first; what they leave out is in the totals.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<GroupModel> Rows { get; }

    /// <summary>Per group, when a step was asked for.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<SeriesModel> Series { get; }

    /// <summary>Of everything that matched, when a step was asked for; steps without flows are left out.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<PointModel> Points { get; }

    /// <summary>Table that answered.</summary>
    public string Source { get; }

    /// <summary>Bytes by which a group may be too small; 0 when groups are exact.</summary>
    public double MaxError { get; }
}
