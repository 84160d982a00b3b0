using System.Net;
using Clarion.Correlation.Addresses;
using Microsoft.Extensions.Options;

namespace Clarion.Gateway.Collector;

/// <summary>How flows are received (section <c>Clarion:Collector</c>).</summary>
public sealed record CollectorOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion:Collector";

    /// <summary>Name of this gateway; must be unique in the cluster and stable over restarts.</summary>
    public string GatewayName { get; init; } = Environment.MachineName;

    /// <summary>Address to listen on; <c>::</c> is every address of both families.</summary>
    public string Address { get; init; } = "::";

    /// <summary>UDP port for NetFlow; any version is read on either port.</summary>
    public int NetFlowPort { get; init; } = 2055;

    /// <summary>UDP port for IPFIX; any version is read on either port.</summary>
    public int IpfixPort { get; init; } = 4739;

    /// <summary>Sockets per port (SO_REUSEPORT); 0 = two on machines with four or more processors, else one.</summary>
    public int SocketsPerPort { get; init; }

    /// <summary>Receive buffer to ask for, bytes per socket. What the system grants is reported.</summary>
    public int ReceiveBufferBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Blocks of 64 datagrams between each socket and decoding; what does not fit is dropped and counted.</summary>
    public int ReceiveBlocks { get; init; } = 128;

    /// <summary>Decode workers; 0 = one per four processors.</summary>
    public int DecodeWorkers { get; init; }

    /// <summary>Flows per batch on the way to the store.</summary>
    public int BatchFlows { get; init; } = 8192;

    /// <summary>Batches between decoding and the store; beyond that decoding waits and reception starts to drop.</summary>
    public int StoreQueueBatches { get; init; } = 96;

    /// <summary>Width of a folding window.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest time a flow waits for its commit to the flow log.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>
    /// Address prefixes of the organisation; empty = the usual private ones. Those are no default of the list, for configuration would add
    /// to them and never replace them.
    /// </summary>
    public IReadOnlyList<string> InternalPrefixes { get; init; } = [];

    /// <summary>The address spaces behind <see cref="InternalPrefixes"/>.</summary>
    /// <exception cref="FormatException">A prefix cannot be read; the message names it.</exception>
    public AddressSpaces ToAddressSpaces() => InternalPrefixes.Count > 0 ? new AddressSpaces(InternalPrefixes) : AddressSpaces.Default;
}

/// <summary>Refuses values that cannot work, and says what can.</summary>
public sealed class CollectorOptionsValidator : IValidateOptions<CollectorOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, CollectorOptions options)
    {
        var faults = new List<string>();
        Check(!string.IsNullOrWhiteSpace(options.GatewayName), nameof(options.GatewayName), options.GatewayName, "a name");
        Check(IPAddress.TryParse(options.Address, out _), nameof(options.Address), options.Address, "an IP address such as 0.0.0.0 or ::");
        Check(options.NetFlowPort is >= 0 and <= 65535, nameof(options.NetFlowPort), options.NetFlowPort, "0 (any free port) to 65535");
        Check(options.IpfixPort is >= 0 and <= 65535, nameof(options.IpfixPort), options.IpfixPort, "0 (any free port) to 65535");
        Check(options.IpfixPort == 0 || options.IpfixPort != options.NetFlowPort, nameof(options.IpfixPort), options.IpfixPort, "a port other than NetFlowPort");
        Check(options.SocketsPerPort is >= 0 and <= 64, nameof(options.SocketsPerPort), options.SocketsPerPort, "0 to 64");
        Check(options.ReceiveBufferBytes >= 65_536, nameof(options.ReceiveBufferBytes), options.ReceiveBufferBytes, "at least 65536");
        Check(options.ReceiveBlocks is >= 2 and <= 4096, nameof(options.ReceiveBlocks), options.ReceiveBlocks, "2 to 4096");
        Check(options.DecodeWorkers is >= 0 and <= 64, nameof(options.DecodeWorkers), options.DecodeWorkers, "0 to 64");
        Check(options.BatchFlows is >= 64 and <= 131_072, nameof(options.BatchFlows), options.BatchFlows, "64 to 131072");
        Check(options.StoreQueueBatches is >= 2 and <= 4096, nameof(options.StoreQueueBatches), options.StoreQueueBatches, "2 to 4096");
        Check(options.Window.TotalSeconds is >= 0.05 and <= 60, nameof(options.Window), options.Window, "00:00:00.05 to 00:01:00");
        Check(options.CommitInterval.TotalSeconds is >= 0.01 and <= 10, nameof(options.CommitInterval), options.CommitInterval, "00:00:00.01 to 00:00:10");
        try
        {
            _ = options.ToAddressSpaces();
        }
        catch (FormatException fault)
        {
            faults.Add($"{CollectorOptions.Section}:{nameof(options.InternalPrefixes)}: {fault.Message}");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check(bool good, string key, object? value, string range)
        {
            if (!good)
            {
                faults.Add(FormattableString.Invariant($"{CollectorOptions.Section}:{key} is '{value}'; allowed: {range}."));
            }
        }
    }
}
