using System.Globalization;
using Clarion.Flows;

namespace Clarion.Connectors.Rest.Devices;

/// <summary>What was told of one device.</summary>
/// <param name="Description">Hash of its description.</param>
/// <param name="Binding">Hash of its addresses and place.</param>
/// <param name="Sgt">Group told; 0 = none.</param>
/// <param name="AtMs">Newest moment that was told of it, Unix milliseconds.</param>
/// <param name="Addresses">Addresses told.</param>
internal sealed record KnownDevice(ulong Description, ulong Binding, ushort Sgt, long AtMs, IReadOnlyList<IpAddr> Addresses)
{
    /// <summary>Hash of the record that speaks for it; 0 when not known yet.</summary>
    public ulong Owner { get; init; }

    /// <summary>Number of the full read that met it last.</summary>
    public int Pass { get; init; }

    /// <summary>As a line of a checkpoint, as <see cref="TryParse"/> reads it.</summary>
    public string ToLine(MacAddr mac) => string.Create(
        CultureInfo.InvariantCulture, $"d {mac.Value:x12} {AtMs} {Description:x} {Binding:x} {Sgt} {string.Join(',', Addresses)}");

    /// <summary>Reads a line; false when it is none.</summary>
    public static bool TryParse(string line, out MacAddr mac, out KnownDevice device)
    {
        (mac, device) = (default, new KnownDevice(0, 0, 0, 0, []));
        var parts = line.Split(' ');
        if (parts.Length != 7 || parts[0] != "d" || !MacAddr.TryParse(parts[1], out mac)
            || !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            || !ulong.TryParse(parts[3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var description)
            || !ulong.TryParse(parts[4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var binding)
            || !ushort.TryParse(parts[5], NumberStyles.None, CultureInfo.InvariantCulture, out var sgt))
        {
            return false;
        }

        var addresses = parts[6].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(a => IpAddr.TryParse(a, out var address) ? address : IpAddr.None);
        device = new KnownDevice(description, binding, sgt, at, [.. addresses.Where(a => !a.IsNone)]);
        return true;
    }
}
