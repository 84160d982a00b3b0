using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Net.Sockets;
using Clarion.Cli.Hosting;

namespace Clarion.Cli.Commands;

/// <summary>Where datagrams go: options that both commands share.</summary>
internal sealed class TargetOptions
{
    private const int MaxPort = 65535;

    private readonly Option<string> _netFlow = new("--netflow")
    {
        Description = "Collector of NetFlow v5 and v9, host:port.",
        DefaultValueFactory = _ => "127.0.0.1:2055",
    };

    private readonly Option<string?> _ipfix = new("--ipfix")
    {
        Description = "Collector of IPFIX, host:port. Default: the host of --netflow, port 4739.",
    };

    public void AddTo(Command command)
    {
        _netFlow.Validators.Add(Check);
        _ipfix.Validators.Add(Check);
        command.Options.Add(_netFlow);
        command.Options.Add(_ipfix);
    }

    /// <summary>The two targets.</summary>
    /// <exception cref="UsageException">A name has no address.</exception>
    public async Task<(IPEndPoint NetFlow, IPEndPoint Ipfix)> ResolveAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var netFlow = await ResolveAsync(parsed.GetValue(_netFlow)!, cancellationToken).ConfigureAwait(false);
        return parsed.GetValue(_ipfix) is { } ipfix
            ? (netFlow, await ResolveAsync(ipfix, cancellationToken).ConfigureAwait(false))
            : (netFlow, new IPEndPoint(netFlow.Address, 4739));
    }

    private static void Check(OptionResult result)
    {
        foreach (var token in result.Tokens)
        {
            if (!TrySplit(token.Value, out _, out _))
            {
                result.AddError($"'{token.Value}' is no host:port (port 1 to {MaxPort}), for example 127.0.0.1:2055 or [::1]:2055.");
            }
        }
    }

    private static bool TrySplit(string text, out string host, out int port)
    {
        var colon = text.LastIndexOf(':');
        host = colon > 0 ? text[..colon].Trim('[', ']') : "";
        port = 0;
        return host.Length > 0 && (!host.Contains(':') || text[0] == '[')
            && int.TryParse(text.AsSpan(colon + 1), System.Globalization.NumberStyles.None, null, out port) && port is > 0 and <= MaxPort;
    }

    private static async Task<IPEndPoint> ResolveAsync(string text, CancellationToken cancellationToken)
    {
        TrySplit(text, out var host, out var port);
        if (IPAddress.TryParse(host, out var address))
        {
            return new IPEndPoint(address, port);
        }

        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
            var best = addresses.FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault();
            return new IPEndPoint(best ?? throw new UsageException($"'{host}' has no address."), port);
        }
        catch (SocketException fault)
        {
            throw new UsageException($"'{host}' cannot be resolved: {fault.Message}.");
        }
    }
}
