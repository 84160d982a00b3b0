using System.Globalization;

namespace Clarion.Queues;

/// <summary>A node of a broker.</summary>
/// <param name="Name">Host name or address.</param>
/// <param name="Port">TCP port.</param>
internal readonly record struct BrokerHost(string Name, int Port)
{
    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>[2001:db8::1]</c> or <c>[2001:db8::1]:port</c>.</summary>
    public static bool TryParse(string text, int standardPort, out BrokerHost host)
    {
        host = default;
        var bracket = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : 0;
        if (bracket < 0)
        {
            return false;
        }

        var colon = text.IndexOf(':', bracket);
        var name = (colon < 0 ? text : text[..colon]).Trim('[', ']');
        var port = standardPort;
        if (Uri.CheckHostName(name) == UriHostNameType.Unknown
            || (colon >= 0 && (!int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535)))
        {
            return false;
        }

        host = new BrokerHost(name, port);
        return true;
    }
}
