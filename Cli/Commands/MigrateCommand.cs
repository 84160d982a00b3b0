using System.CommandLine;

namespace Clarion.Cli.Commands;

/// <summary><c>clarion migrate</c>.</summary>
internal sealed class MigrateCommand : Command
{
    public MigrateCommand(TimeProvider time)
        : base("migrate", "Bring an older installation into this one.")
    {
        Subcommands.Add(new MigrateSqliteCommand(time));
    }
}
