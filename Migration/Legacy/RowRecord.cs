using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Clarion.Storage.Contracts;

namespace Clarion.Migration.Legacy;

/// <summary>Rows in the form in which they are kept: columns by name, blobs as <c>{"base64": …}</c>.</summary>
public static class RowRecord
{
    private const char Separator = '|';

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The record of a row; one from which secrets were taken before.</summary>
    public static LegacyRecord Of(LegacyTableInfo table, LegacyRow row, string remark)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(row);
        return new LegacyRecord(Key(table, row), remark, Text(row));
    }

    // SQLite lets keys be null, and not of one row only.
    private static string Key(LegacyTableInfo table, LegacyRow row)
    {
        var parts = table.Key.Select(column => row[column] is string text ? text : row.Text(column)).ToArray();
        var key = string.Join(Separator, parts);
        return Array.TrueForAll(parts, part => part is not null) && key.Length is > 0 and <= LegacyRecord.MaxKeyLength && key.EnumerateRunes().All(IsPlain)
            ? key
            : "row " + row.Number.ToString(CultureInfo.InvariantCulture);
    }

    private static bool IsPlain(Rune rune) => !Rune.IsControl(rune) && rune != Rune.ReplacementChar;

    private static string Text(LegacyRow row)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            for (var i = 0; i < row.Columns.Count; i++)
            {
                json.WritePropertyName(row.Columns[i]);
                Write(json, row.Values[i]);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case long whole:
                json.WriteNumberValue(whole);
                break;
            case double real when double.IsFinite(real):
                json.WriteNumberValue(real);
                break;
            case byte[] bytes:
                json.WriteStartObject();
                json.WriteBase64String("base64", bytes);
                json.WriteEndObject();
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
