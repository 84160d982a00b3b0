using Clarion.Gateway.Http.Overview;

namespace Clarion.Web.Pages.Collectors;

/// <summary>Where every received datagram is: decoded, dropped and counted, or waiting. What the kernel dropped was never received.</summary>
/// <param name="Received">Read from sockets.</param>
/// <param name="Decoded">Decoded.</param>
/// <param name="Dropped">Dropped at reception or as a whole while decoding.</param>
/// <param name="KernelDropped">Dropped by the kernel; beside the balance.</param>
public sealed record DatagramBalance(long Received, long Decoded, long Dropped, long KernelDropped)
{
    private const string Kernel = "kernel.";

    // Stages whose drops are whole datagrams that were received.
    private static readonly string[] Stages = ["receive.", "decode."];

    /// <summary>On the way from the sockets through the decoder.</summary>
    public long Waiting => Math.Max(0, Received - Decoded - Dropped);

    /// <summary>Reads the balance; null while nothing is known.</summary>
    public static DatagramBalance? Of(OverviewModel? overview) => overview is { Received: { } received, Drops: { } drops }
        ? new DatagramBalance(received.Datagrams, received.DecodedDatagrams, Sum(drops, Stages), Sum(drops, [Kernel]))
        : null;

    private static long Sum(IReadOnlyDictionary<string, long> drops, string[] stages) =>
        drops.Where(drop => stages.Any(stage => drop.Key.StartsWith(stage, StringComparison.Ordinal))).Sum(drop => drop.Value);
}
