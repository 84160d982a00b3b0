using System.CommandLine;

namespace Clarion.Cli.Commands;

/// <summary>The tool.</summary>
internal sealed class ClarionRootCommand : RootCommand
{
    public ClarionRootCommand(TimeProvider time)
        : base("""
            Clarion's tool. Exit codes: 0 done, 1 failed, 2 the command line cannot be used, 130 stopped by a signal.
            """)
    {
        Subcommands.Add(new SimulateCommand(time));
        Subcommands.Add(new ReplayCommand(time));
        Subcommands.Add(new MigrateCommand(time));
    }
}
