using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Groups;

/// <summary>Turns cells into columns.</summary>
internal static class MatrixColumns
{
    public static MatrixCellsModel Of(TimeRange range, IReadOnlyList<MatrixCell> cells, GroupNames names)
    {
        int[] tags =
        [
            .. cells.SelectMany(cell => new[] { cell.SourceSgt, cell.DestinationSgt }).Concat(names.Known.Keys).Append(0).Distinct().Order(),
        ];
        var places = tags.Index().ToDictionary(tag => tag.Item, tag => tag.Index);
        return new MatrixCellsModel(
            range.From,
            range.To,
            [.. tags.Select(tag => new MatrixGroupModel(tag, names.Of(tag), names.CategoryOf(tag)))],
            [.. cells.Select(cell => places[cell.SourceSgt])],
            [.. cells.Select(cell => places[cell.DestinationSgt])],
            [.. cells.Select(cell => cell.Measures.Flows)],
            [.. cells.Select(cell => cell.Measures.Bytes)],
            [.. cells.Select(cell => cell.Measures.Packets)],
            [.. cells.Select(cell => cell.Measures.DeniedFlows)],
            [.. cells.Select(cell => TopService(cell.Services))],
            [.. cells.Select(cell => Completeness(cell.Measures))]);
    }

    /// <summary>The largest service of a cell; nothing when none is known.</summary>
    public static string TopService(IReadOnlyList<MatrixService> services) => services is [var top, ..] ? ServiceText.Of(top.Protocol, top.Port) : "";

    /// <summary>Share of the bytes that exporters counted. What was not sampled was counted whole, also where there is nothing but denied attempts without bytes.</summary>
    public static double Completeness(FlowMeasures measures) =>
        measures.Bytes > 0 ? Math.Round(Math.Clamp(measures.RawBytes / measures.Bytes, 0, 1), 6) : 1;
}
