using System.Buffers;
using System.Globalization;

namespace Clarion.Connectors.ActiveDirectory;

/// <summary>A domain controller as it is written in options.</summary>
/// <param name="Name">Name or address, without brackets.</param>
/// <param name="Port">Port; 636 unless said.</param>
public readonly record struct DirectoryHost(string Name, int Port)
{
    /// <summary>The port of LDAPS.</summary>
    public const int DefaultPort = 636;

    private static readonly SearchValues<char> NotInNames = SearchValues.Create("/?#@ \\,");

    /// <summary>Reads <c>name</c>, <c>name:port</c>, an IPv4 address, or an IPv6 address in brackets.</summary>
    public static bool TryParse(string? text, out DirectoryHost host)
    {
        host = default;
        if (string.IsNullOrWhiteSpace(text) || text.AsSpan().ContainsAny(NotInNames) || !Uri.TryCreate($"tcp://{text}", UriKind.Absolute, out var uri)
            || uri.Host.Length == 0)
        {
            return false;
        }

        host = new DirectoryHost(uri.Host.Trim('[', ']'), uri.Port < 0 ? DefaultPort : uri.Port);
        return host.Port is > 0 and <= 65_535;
    }

    /// <summary>Name and port.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Name.Contains(':') ? $"[{Name}]" : Name)}:{Port}");
}
