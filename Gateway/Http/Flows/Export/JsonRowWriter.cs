using System.Globalization;
using System.Text.Json;

namespace Clarion.Gateway.Http.Flows.Export;

/// <summary>One JSON array of objects; values that were not reported are left out.</summary>
internal sealed class JsonRowWriter(Stream stream, IReadOnlyList<ExportColumn> columns) : RowWriter(columns)
{
    private const int FlushAt = 32 * 1024;

    private readonly Utf8JsonWriter _json = new(stream);

    public override Task BeginAsync(CancellationToken cancellationToken)
    {
        _json.WriteStartArray();
        return Task.CompletedTask;
    }

    public override Task WriteAsync(IReadOnlyList<object?> row, CancellationToken cancellationToken)
    {
        _json.WriteStartObject();
        for (var i = 0; i < row.Count; i++)
        {
            if (row[i] is { } value)
            {
                _json.WritePropertyName(Columns[i].Name);
                Write(value);
            }
        }

        _json.WriteEndObject();
        return _json.BytesPending >= FlushAt ? _json.FlushAsync(cancellationToken) : Task.CompletedTask;
    }

    public override async Task EndAsync(CancellationToken cancellationToken)
    {
        _json.WriteEndArray();
        await _json.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override ValueTask DisposeAsync()
    {
        // Or it would send what waits of a file that has failed.
        _json.Reset();
        return _json.DisposeAsync();
    }

    private void Write(object value)
    {
        switch (value)
        {
            case bool truth:
                _json.WriteBooleanValue(truth);
                break;
            case long whole:
                _json.WriteNumberValue(whole);
                break;
            case ulong whole:
                _json.WriteNumberValue(whole);
                break;
            case double real:
                _json.WriteNumberValue(real);
                break;
            case DateTime time:
                _json.WriteStringValue(time);
                break;
            default:
                _json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
