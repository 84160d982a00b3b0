using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Clarion.Cli.Hosting;
using Clarion.Cli.Output;
using Clarion.Migration.Running;
using Clarion.Migration.Sources;

namespace Clarion.Cli.Commands;

/// <summary><c>clarion migrate sqlite</c>.</summary>
internal sealed class MigrateSqliteCommand : Command
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly TimeProvider _time;

    private readonly Option<FileInfo> _from = new("--from") { Description = "The older Clarion's database, clarion.db. It is only read.", Required = true };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "Data directory of Clarion; otherwise Clarion__DataDirectory, or data in the current directory.",
    };

    private readonly Option<string> _name = new("--name")
    {
        Description = "Name of the older installation, which tells several apart.",
        DefaultValueFactory = _ => MigrationOptions.DefaultName,
    };

    private readonly Option<FileInfo?> _report = new("--report") { Description = "File for the report as JSON." };
    private readonly Option<bool> _json = new("--json") { Description = "Print the report as one line of JSON and nothing else." };

    public MigrateSqliteCommand(TimeProvider time)
        : base("sqlite", """
            Bring everything of the SQLite database of the older Clarion into the store that Clarion's environment variables name, and compare. May be stopped at any
            moment and started again; done twice, the second time changes nothing. Stop Clarion first.
            """)
    {
        _time = time;
        foreach (var option in new Option[] { _from, _data, _name, _report, _json })
        {
            Options.Add(option);
        }

        SetAction(RunAsync);
    }

    private static (string Counts, double? Done) Describe(MigrationProgress p) => p.Total > 0
        ? (string.Create(CultureInfo.InvariantCulture, $"{p.Step}, {p.Done:N0} of {p.Total:N0}"), (double)p.Done / p.Total)
        : (p.Step, null);

    private static async Task WriteAsync(FileInfo? file, MigrationReport report)
    {
        if (file is not null)
        {
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(report, Indented), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(_name)!;
        if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            throw new UsageException("--name has 1 to 64 letters, digits, dots, hyphens and underscores.");
        }

        var json = parsed.GetValue(_json);
        using var file = LegacyFile.Open(parsed.GetValue(_from)!.FullName);
        var store = await TargetStore.OpenAsync(parsed.GetValue(_data), _time, cancellationToken).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            MigrationReport? report = null;
            await ProgressDisplay.RunAsync<MigrationProgress>(json, "Migrating", Describe, async progress => report =
                await new MigrationRun(store.Migration, store.Options with { Name = name }, _time).RunAsync(file, progress, cancellationToken).ConfigureAwait(false))
                .ConfigureAwait(false);
            await WriteAsync(parsed.GetValue(_report), report!).ConfigureAwait(false);
            if (json)
            {
                JsonOutput.Write(report);
            }
            else
            {
                MigrationReportOutput.Write(report!);
            }

            return report!.IsRight ? ExitCode.Done : ExitCode.Failed;
        }
    }
}
