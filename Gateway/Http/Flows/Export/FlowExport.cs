using System.Globalization;
using System.Runtime.CompilerServices;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;

namespace Clarion.Gateway.Http.Flows.Export;

/// <summary>Answers <c>/flows/export</c> and <c>/flows/summary/export</c>. What can be refused is refused before the first byte.</summary>
internal sealed class FlowExport(IFlowQueries queries, FilterReader filters, FlowReader flows, TimeProvider time)
{
    private const int DefaultRows = 100_000;
    private const int MaxRows = 1_000_000;
    private const int PageRows = 1_000;

    private static readonly ExportColumn[] Measures =
    [
        new("flows", ExportType.Whole), new("bytes", ExportType.Real), new("packets", ExportType.Real), new("rawBytes", ExportType.Whole),
        new("rawPackets", ExportType.Whole), new("deniedFlows", ExportType.Whole),
    ];

    /// <summary>Raw flows, newest first.</summary>
    public async Task<ExportAnswer> FlowsAsync(
        string? format, string? from, string? to, string? q, string? columns, string? rows, CancellationToken cancellationToken)
    {
        var written = ExportFormat.Read(format);
        var range = QueryText.Range(from, to, time.GetUtcNow());
        var filter = filters.ReadOptional(q);
        var most = string.IsNullOrEmpty(rows) ? DefaultRows : (int)QueryText.Number("rows", rows, 1, MaxRows);
        var shown = Columns(columns);
        var first = await queries.FlowsAsync(range, filter, Math.Min(PageRows, most), null, cancellationToken).ConfigureAwait(false);
        return new ExportAnswer(written, Name("flows"), shown, RowsAsync(range, filter, most, shown, first, CancellationToken.None));
    }

    /// <summary>The groups of a summary, largest first.</summary>
    public async Task<ExportAnswer> SummaryAsync(
        string? format, string? from, string? to, string? q, string? by, string? limit, CancellationToken cancellationToken)
    {
        var written = ExportFormat.Read(format);
        var summary = await flows.SummarizeAsync(from, to, q, by, null, limit, cancellationToken).ConfigureAwait(false);
        ExportColumn[] columns =
        [
            .. summary.By.Select(name => FilterFields.TryGet(name, out var field) ? ExportColumn.Of(field) : new ExportColumn(name, ExportType.Text)), .. Measures,
        ];
        var rows = summary.Rows.Select(group => Row(
            columns, [.. group.Key, group.Flows, group.Bytes, group.Packets, group.RawBytes, group.RawPackets, group.DeniedFlows]));
        return new ExportAnswer(written, Name("summary"), columns, rows.ToAsyncEnumerable());
    }

    private static object?[] Row(ExportColumn[] columns, object?[] values) => [.. columns.Zip(values, (column, value) => column.Convert(value))];

    private static ExportColumn[] Columns(string? text)
    {
        var fields = FilterFields.For(FilterScopes.Flow).Where(field => field.IsOfRecord);
        if (string.IsNullOrWhiteSpace(text))
        {
            return [.. fields.Select(ExportColumn.Of)];
        }

        var known = fields.ToDictionary(field => field.Name, StringComparer.Ordinal);
        return
        [
            .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.ToLowerInvariant())
                .Distinct(StringComparer.Ordinal).Select(name => known.TryGetValue(name, out var field)
                    ? ExportColumn.Of(field)
                    : throw new BadParameterException("columns", $"'{name}' is no column of a flow; expected names of fields such as start,src.ip,bytes.")),
        ];
    }

    private string Name(string what) => string.Create(CultureInfo.InvariantCulture, $"clarion-{what}-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}");

    private async IAsyncEnumerable<object?[]> RowsAsync(
        TimeRange range, FilterExpression? filter, int most, ExportColumn[] columns, Page<FlowRecord> page,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var places = columns.Select((column, place) => (column.Name, place)).ToDictionary(entry => entry.Name, entry => entry.place, StringComparer.Ordinal);
        for (var left = most; ;)
        {
            foreach (var flow in page.Items.Take(left))
            {
                var row = new object?[columns.Length];
                foreach (var (name, value) in flow.Values)
                {
                    if (places.TryGetValue(name, out var place))
                    {
                        row[place] = columns[place].Convert(value);
                    }
                }

                yield return row;
            }

            left -= page.Items.Count;
            if (left <= 0 || page.Next is null)
            {
                yield break;
            }

            page = await queries.FlowsAsync(range, filter, Math.Min(PageRows, left), page.Next, cancellationToken).ConfigureAwait(false);
        }
    }
}
