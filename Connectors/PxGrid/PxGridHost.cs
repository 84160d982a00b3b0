using System.Buffers;
using System.Globalization;

namespace Clarion.Connectors.PxGrid;

/// <summary>A pxGrid node as it is written in options.</summary>
/// <param name="Name">Name or address.</param>
/// <param name="Port">Port; 8910 unless said.</param>
public readonly record struct PxGridHost(string Name, int Port)
{
    /// <summary>The port of pxGrid.</summary>
    public const int DefaultPort = 8910;

    private static readonly SearchValues<char> NotInNames = SearchValues.Create("/?#@ \\");

    /// <summary>Reads <c>name</c>, <c>name:port</c>, an IPv4 address, or an IPv6 address in brackets.</summary>
    public static bool TryParse(string? text, out PxGridHost host)
    {
        host = default;
        if (string.IsNullOrWhiteSpace(text) || text.AsSpan().ContainsAny(NotInNames)
            || !Uri.TryCreate($"https://{text}", UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            return false;
        }

        host = new PxGridHost(uri.Host, text.EndsWith(":443", StringComparison.Ordinal) ? 443 : uri.IsDefaultPort ? DefaultPort : uri.Port);
        return host.Port is > 0 and <= 65_535;
    }

    /// <summary>Name and port.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}:{Port}");
}
