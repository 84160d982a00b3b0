using System.Text;

namespace Clarion.Gateway.Http.Places;

/// <summary>A row of a CSV file.</summary>
/// <param name="Line">Line on which it begins, from 1.</param>
/// <param name="Fields">Its fields.</param>
public sealed record CsvRow(int Line, IReadOnlyList<string> Fields);

/// <summary>Reads CSV as RFC 4180 has it: commas, quotes doubled within quotes, line ends of either kind. Empty lines are left out.</summary>
public static class CsvTable
{
    /// <summary>The rows, the header first.</summary>
    /// <exception cref="FormatException">A quote is not closed, or something follows a closing one.</exception>
    public static IReadOnlyList<CsvRow> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rows = new List<CsvRow>();
        var at = text.StartsWith('\uFEFF') ? 1 : 0;
        for (var line = 1; at < text.Length;)
        {
            var first = line;
            var fields = ReadRow(text, ref at, ref line);
            if (fields.Count > 1 || fields[0].Length > 0)
            {
                rows.Add(new CsvRow(first, fields));
            }
        }

        return rows;
    }

    private static List<string> ReadRow(string text, ref int at, ref int line)
    {
        var fields = new List<string>();
        while (true)
        {
            fields.Add(at < text.Length && text[at] == '"' ? ReadQuoted(text, ref at, ref line) : ReadPlain(text, ref at));
            if (at >= text.Length)
            {
                return fields;
            }

            if (text[at] == ',')
            {
                at++;
                continue;
            }

            at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
            line++;
            return fields;
        }
    }

    private static string ReadPlain(string text, ref int at)
    {
        var length = text.AsSpan(at).IndexOfAny(',', '\r', '\n');
        var field = length < 0 ? text[at..] : text.Substring(at, length);
        at += field.Length;
        return field.Trim();
    }

    private static string ReadQuoted(string text, ref int at, ref int line)
    {
        var (opened, field) = (line, new StringBuilder());
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                line += text[at] == '\n' ? 1 : 0;
                field.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                field.Append(text[at++]);
            }
            else
            {
                at++;
                return at >= text.Length || text[at] is ',' or '\r' or '\n'
                    ? field.ToString()
                    : throw new FormatException(FormattableString.Invariant($"Line {line}: something follows a closing quote."));
            }
        }

        throw new FormatException(FormattableString.Invariant($"The quote that opens on line {opened} is not closed."));
    }
}
