using System.Globalization;
using Clarion.Correlation.Addresses;
using Clarion.Flows;

namespace Clarion.Connectors.Rest.Sessions;

/// <summary>What was told of one running session.</summary>
/// <param name="Content">Hash of what it said.</param>
/// <param name="AtMs">Newest moment that was told of it, Unix milliseconds.</param>
/// <param name="Mac">Its MAC; none when it is known by its address.</param>
/// <param name="Address">The address it is known by; none when it has a MAC.</param>
internal sealed record KnownSession(ulong Content, long AtMs, MacAddr Mac, IpAddr Address)
{
    /// <summary>Number of the full read that met it last.</summary>
    public int Pass { get; init; }

    /// <summary>As a line of a checkpoint, as <see cref="TryParse"/> reads it.</summary>
    public string ToLine(string key) => string.Create(
        CultureInfo.InvariantCulture, $"s {(Mac.IsNone ? DeviceId.Of(Address) : DeviceId.Of(Mac))} {AtMs} {Content:x} {key}");

    /// <summary>Reads a line; false when it is none.</summary>
    public static bool TryParse(string line, out string key, out KnownSession session)
    {
        (key, session) = ("", new KnownSession(0, 0, default, default));
        var parts = line.Split(' ', 5);
        if (parts.Length != 5 || parts[0] != "s" || parts[4].Length == 0 || !DeviceId.TryParse(parts[1], out var device)
            || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            || !ulong.TryParse(parts[3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var content))
        {
            return false;
        }

        (key, session) = (parts[4], new KnownSession(content, at, device.Mac, device.Address));
        return true;
    }
}
