using System.Net;

namespace Clarion.Simulation.Replay;

/// <summary>What to replay, where to and how fast.</summary>
public sealed record ReplayOptions
{
    /// <summary>Files in order.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Collector of v5 and v9, and of whatever is neither.</summary>
    public required IPEndPoint NetFlow { get; init; }

    /// <summary>Collector of IPFIX.</summary>
    public required IPEndPoint Ipfix { get; init; }

    /// <summary>Datagrams per second; null = the capture's own pace, files without times as fast as it goes.</summary>
    public double? DatagramsPerSecond { get; init; }

    /// <summary>How often the files are sent; 0 = until cancelled.</summary>
    public int Loops { get; init; } = 1;

    /// <summary>Waits between two datagrams of a capture are cut to this.</summary>
    public TimeSpan MaxGap { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>What has been replayed so far.</summary>
/// <param name="Datagrams">Datagrams sent.</param>
/// <param name="Bytes">UDP payload.</param>
/// <param name="Skipped">Packets in the files without a whole UDP payload.</param>
/// <param name="Refused">Datagrams refused by the stack, or found nobody listening.</param>
/// <param name="Loops">Times all files were sent.</param>
/// <param name="Elapsed">Time since the start.</param>
public readonly record struct ReplayProgress(long Datagrams, long Bytes, long Skipped, long Refused, int Loops, TimeSpan Elapsed);
