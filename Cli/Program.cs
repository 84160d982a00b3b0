using Clarion.Cli.Commands;
using Clarion.Cli.Hosting;

return await CommandLine.RunAsync(new ClarionRootCommand(TimeProvider.System), args).ConfigureAwait(false);
