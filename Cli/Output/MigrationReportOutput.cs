using System.Globalization;
using Clarion.Migration.Running;
using Spectre.Console;

namespace Clarion.Cli.Output;

/// <summary>The report of a migration for people.</summary>
internal static class MigrationReportOutput
{
    public static void Write(MigrationReport report)
    {
        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.File}: generation {report.Generation}, brought as '{report.Source}' in {report.Seconds:N1} s."));
        var table = new Table().Border(TableBorder.Simple).AddColumns("Table", "Rows", "Kept", "Became");
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned();
        foreach (var one in report.Tables)
        {
            table.AddRow(Markup.Escape(one.Table), Count(one.Rows), Count(one.Kept), Markup.Escape(string.Join(", ", one.Brought.Select(Pair))));
        }

        AnsiConsole.Write(table);
        foreach (var one in report.Tables)
        {
            foreach (var remark in one.Remarks)
            {
                AnsiConsole.WriteLine($"{one.Table}: {Pair(remark)}");
            }
        }

        foreach (var notice in report.Notices)
        {
            AnsiConsole.WriteLine(notice);
        }

        foreach (var check in report.Checks.Where(check => !check.IsRight))
        {
            Console.Error.WriteLine($"Differs: {check.What}: the file has {check.Expected}, the store {check.Found}.");
        }

        var wrong = report.Checks.Count(check => !check.IsRight);
        AnsiConsole.WriteLine(wrong == 0
            ? string.Create(CultureInfo.InvariantCulture, $"Compared {report.Checks.Count} figures with the file: all are the same. Start Clarion.")
            : string.Create(CultureInfo.InvariantCulture, $"Compared {report.Checks.Count} figures with the file: {wrong} differ."));
    }

    private static string Count(long rows) => rows.ToString("N0", CultureInfo.InvariantCulture);

    private static string Pair(KeyValuePair<string, long> counted) => string.Create(CultureInfo.InvariantCulture, $"{counted.Value:N0} × {counted.Key}");
}
