using System.Globalization;
using System.Text;

namespace Clarion.Gateway.Http.Flows.Export;

/// <summary>
/// Comma-separated values (RFC 4180) in UTF-8. Texts come from the network, so one that a spreadsheet would run as a formula gets an
/// apostrophe in front.
/// </summary>
internal sealed class CsvRowWriter(Stream stream, IReadOnlyList<ExportColumn> columns) : RowWriter(columns)
{
    private const int FlushAt = 32 * 1024;
    private const string LineEnd = "\r\n";

    private readonly StringBuilder _pending = new();

    public override Task BeginAsync(CancellationToken cancellationToken)
    {
        _pending.AppendJoin(',', Columns.Select(column => column.Name)).Append(LineEnd);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(IReadOnlyList<object?> row, CancellationToken cancellationToken)
    {
        for (var i = 0; i < row.Count; i++)
        {
            if (i > 0)
            {
                _pending.Append(',');
            }

            _pending.Append(Cell(row[i]));
        }

        _pending.Append(LineEnd);
        return _pending.Length >= FlushAt ? FlushAsync(cancellationToken) : Task.CompletedTask;
    }

    public override Task EndAsync(CancellationToken cancellationToken) => FlushAsync(cancellationToken);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A value as it stands between commas.</summary>
    internal static string Cell(object? value) => value switch
    {
        null => "",
        bool truth => truth ? "true" : "false",
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        string text => Quote(text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Quote(string text) => text.AsSpan().ContainsAny("\",\r\n")
        ? '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"'
        : text;

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(_pending.ToString()), cancellationToken).ConfigureAwait(false);
        _pending.Clear();
    }
}
