using System.Globalization;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Flows.Export;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Groups;

/// <summary>The matrix as a file of comma-separated values: a row per pair with traffic, largest first.</summary>
internal sealed class MatrixExport(IFlowQueries queries, GroupNames names, TimeProvider time)
{
    private const string Csv = "csv";
    private const string Json = "json";

    private static readonly ExportColumn[] Columns =
    [
        new("source", ExportType.Text), new("sourceSgt", ExportType.Whole), new("sourceCategory", ExportType.Text),
        new("destination", ExportType.Text), new("destinationSgt", ExportType.Whole), new("destinationCategory", ExportType.Text),
        new("flows", ExportType.Whole), new("bytes", ExportType.Real), new("packets", ExportType.Real), new("rawBytes", ExportType.Whole),
        new("rawPackets", ExportType.Whole), new("deniedFlows", ExportType.Whole), new("completeness", ExportType.Real), new("topService", ExportType.Text),
    ];

    /// <summary>Whether a file is asked for.</summary>
    /// <exception cref="BadParameterException">There is no such format, or categories are to be closed where they cannot be.</exception>
    public static bool IsAskedFor(string? format, string? closed)
    {
        if (Csv.Equals(format, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (!string.IsNullOrEmpty(format) && !Json.Equals(format, StringComparison.OrdinalIgnoreCase))
        {
            throw new BadParameterException("format", $"format is '{format}'; expected {Csv} or {Json}.");
        }

        return string.IsNullOrEmpty(closed) ? false : throw new BadParameterException("closed", $"closed goes with format={Csv} only.");
    }

    /// <summary>The file.</summary>
    /// <param name="from">Start of the range.</param>
    /// <param name="to">End of the range.</param>
    /// <param name="group">Only pairs with a group of this tag, or whose name has this text in it.</param>
    /// <param name="closed">Categories that stand for their groups.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public async Task<ExportAnswer> CsvAsync(string? from, string? to, string? group, string? closed, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var cells = await queries.MatrixAsync(QueryText.Range(from, to, now), cancellationToken).ConfigureAwait(false);
        var categories = ClosedCategories.Read(closed);
        var rows = cells.Where(cell => names.Matches(group, cell.SourceSgt, cell.DestinationSgt))
            .GroupBy(cell => (Source: MatrixEnd.Of(cell.SourceSgt, categories, names), Destination: MatrixEnd.Of(cell.DestinationSgt, categories, names)))
            .Select(pair => (pair.Key.Source, pair.Key.Destination, Measures: Sum(pair), Services: pair.MaxBy(cell => cell.Measures.Bytes)!.Services))
            .OrderByDescending(pair => pair.Measures.Bytes)
            .Select(pair => Row(pair.Source, pair.Destination, pair.Measures, pair.Services));
        return new ExportAnswer(
            ExportFormat.Read(Csv), string.Create(CultureInfo.InvariantCulture, $"clarion-matrix-{now:yyyyMMdd'T'HHmmss'Z'}"), Columns, rows.ToAsyncEnumerable());
    }

    private static object?[] Row(MatrixEnd source, MatrixEnd destination, FlowMeasures measures, IReadOnlyList<MatrixService> services) =>
    [
        source.Name, source.Sgt, source.Category, destination.Name, destination.Sgt, destination.Category,
        measures.Flows, measures.Bytes, measures.Packets, measures.RawBytes, measures.RawPackets, measures.DeniedFlows,
        MatrixColumns.Completeness(measures), MatrixColumns.TopService(services),
    ];

    private static FlowMeasures Sum(IEnumerable<MatrixCell> cells) => cells.Select(cell => cell.Measures).Aggregate((a, b) => new FlowMeasures(
        a.Flows + b.Flows, a.Bytes + b.Bytes, a.Packets + b.Packets, a.RawBytes + b.RawBytes, a.RawPackets + b.RawPackets, a.DeniedFlows + b.DeniedFlows));
}
