using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net.Sockets;
using Clarion.Cli.Hosting;
using Clarion.Simulation;
using Clarion.Simulators.Campus;

namespace Clarion.Cli.Commands;

/// <summary>Which identity sources of the campus are played beside its flows.</summary>
internal sealed class SourceOptions
{
    private const int MaxPort = 65535;

    private readonly Option<int?> _ise = new("--ise") { Description = "Also play the campus's Cisco ISE: pxGrid on this loopback port (0 = any free one)." };

    private readonly Option<int?> _directory = new("--directory")
    {
        Description = "Also play the campus's Active Directory: LDAPS on this loopback port (0 = any free one).",
    };

    private readonly Option<FileInfo?> _ca = new("--ca")
    {
        Description = "File for the certificate of the authority of --ise and --directory. Default: a temporary one.",
    };

    public void AddTo(Command command)
    {
        foreach (var port in new[] { _ise, _directory })
        {
            port.Validators.Add(Check);
            command.Options.Add(port);
        }

        command.Options.Add(_ca);
    }

    /// <summary>Starts what was asked for and says how to reach it; null when nothing was.</summary>
    /// <exception cref="UsageException">A port is taken.</exception>
    public async Task<CampusSources?> StartAsync(ParseResult parsed, CampusTruth campus, TimeProvider time)
    {
        var (ise, directory) = (parsed.GetValue(_ise), parsed.GetValue(_directory));
        if (ise is null && directory is null)
        {
            return null;
        }

        CampusSources sources;
        try
        {
            sources = await CampusSources.StartAsync(campus, ise, directory, parsed.GetValue(_ca)?.FullName, time).ConfigureAwait(false);
        }
        catch (SocketException fault)
        {
            throw new UsageException($"--directory: {fault.Message}.");
        }

        await Console.Error.WriteLineAsync("A simulation: nothing and nobody behind these exists. In Clarion's environment, or by the same names in the console:").ConfigureAwait(false);
        foreach (var (name, value) in sources.Settings)
        {
            await Console.Error.WriteLineAsync($"{name}={value}").ConfigureAwait(false);
        }

        return sources;
    }

    private static void Check(OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && !(int.TryParse(text, System.Globalization.NumberStyles.None, null, out var port) && port <= MaxPort))
        {
            result.AddError($"'{text}' is no port; use 0 to {MaxPort}.");
        }
    }
}
