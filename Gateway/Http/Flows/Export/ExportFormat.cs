using Clarion.Gateway.Http.Errors;

namespace Clarion.Gateway.Http.Flows.Export;

/// <summary>What a file of rows is written as.</summary>
internal sealed record ExportFormat(string Name, string MediaType, Func<Stream, IReadOnlyList<ExportColumn>, RowWriter> Write)
{
    private static readonly ExportFormat[] All =
    [
        new("csv", "text/csv; charset=utf-8", (stream, columns) => new CsvRowWriter(stream, columns)),
        new("json", "application/json", (stream, columns) => new JsonRowWriter(stream, columns)),
        new("parquet", "application/vnd.apache.parquet", (stream, columns) => new ParquetRowWriter(stream, columns)),
    ];

    /// <summary>The format of a request.</summary>
    /// <exception cref="BadParameterException">There is no such format, or none is named.</exception>
    public static ExportFormat Read(string? text) => Array.Find(All, format => format.Name.Equals(text, StringComparison.OrdinalIgnoreCase))
        ?? throw new BadParameterException("format", $"format is '{text}'; expected {string.Join(", ", All.Select(format => format.Name))}.");
}
