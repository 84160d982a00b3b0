namespace Clarion.Storage.Filters;

/// <summary>Names of the services that people filter by (IANA port numbers).</summary>
public static class ServiceNames
{
    private static readonly Dictionary<string, ushort> Ports = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ftp"] = 21,
        ["ssh"] = 22,
        ["telnet"] = 23,
        ["smtp"] = 25,
        ["tacacs"] = 49,
        ["dns"] = 53,
        ["domain"] = 53,
        ["dhcp"] = 67,
        ["tftp"] = 69,
        ["http"] = 80,
        ["kerberos"] = 88,
        ["pop3"] = 110,
        ["ntp"] = 123,
        ["imap"] = 143,
        ["snmp"] = 161,
        ["snmptrap"] = 162,
        ["bgp"] = 179,
        ["ldap"] = 389,
        ["https"] = 443,
        ["smb"] = 445,
        ["syslog"] = 514,
        ["rtsp"] = 554,
        ["ipp"] = 631,
        ["ldaps"] = 636,
        ["imaps"] = 993,
        ["pop3s"] = 995,
        ["mssql"] = 1433,
        ["oracle"] = 1521,
        ["radius"] = 1812,
        ["mqtt"] = 1883,
        ["nfs"] = 2049,
        ["mysql"] = 3306,
        ["rdp"] = 3389,
        ["sip"] = 5060,
        ["mdns"] = 5353,
        ["postgresql"] = 5432,
        ["winrm"] = 5985,
        ["bacnet"] = 47808,
    };

    private static readonly Dictionary<int, string> Names = Ports.GroupBy(pair => (int)pair.Value).ToDictionary(group => group.Key, group => group.First().Key);

    /// <summary>Every name with its port.</summary>
    public static IReadOnlyDictionary<string, ushort> All => Ports;

    /// <summary>The name of a port's usual service; null when it has none here.</summary>
    public static string? Find(int port) => Names.GetValueOrDefault(port);

    /// <summary>Reads a name or number.</summary>
    public static bool TryRead(string text, out UInt128 port)
    {
        if (Ports.TryGetValue(text, out var known))
        {
            port = known;
            return true;
        }

        return FilterNumbers.TryWhole(text, out port);
    }
}
