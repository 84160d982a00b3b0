using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net.Sockets;
using Clarion.Migration.Sources;
using Clarion.Simulation.Replay;
using Clarion.Storage.Contracts;

namespace Clarion.Cli.Hosting;

/// <summary>Parses, runs and turns every outcome into an exit code and a plain sentence.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var fault in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(fault.Message).ConfigureAwait(false);
            }

            await Console.Error.WriteLineAsync($"See: {CommandPath(parsed.CommandResult)} --help").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Cancelled;
        }
        catch (UsageException fault)
        {
            return await FailAsync(fault.Message, ExitCode.Usage).ConfigureAwait(false);
        }
        catch (SocketException fault)
        {
            return await FailAsync($"Cannot send: {fault.Message}.", ExitCode.Failed).ConfigureAwait(false);
        }
        catch (StaleCommitException)
        {
            return await FailAsync("Another process of Clarion writes to this store. Stop every silo and gateway, and run this again.", ExitCode.Failed).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is SourceException or StoreUnavailableException)
        {
            return await FailAsync(fault.Message, ExitCode.Failed).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is CaptureException or IOException or UnauthorizedAccessException or HttpRequestException)
        {
            return await FailAsync(fault.Message, ExitCode.Failed).ConfigureAwait(false);
        }
    }

    private static async Task<int> FailAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync(message).ConfigureAwait(false);
        return code;
    }

    private static string CommandPath(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{CommandPath(parent)} {command.Command.Name}" : "clarion";
}
