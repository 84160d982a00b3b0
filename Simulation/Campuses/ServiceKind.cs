namespace Clarion.Simulation.Campuses;

/// <summary>Services that devices use.</summary>
internal enum ServiceKind
{
    Dns,
    Dhcp,
    Ntp,
    Ldap,
    Kerberos,
    GlobalCatalog,
    Smb,
    IntranetWeb,
    ApplicationWeb,
    SqlServer,
    PostgreSql,
    Sip,
    Rtp,
    Tftp,
    RtspCamera,
    VideoUpload,
    Ipp,
    RawPrint,
    BadgeController,
    Dicom,
    Hl7,
    MqttTls,
    Coap,
    Capwap,
    Syslog,
    SnmpTrap,
    Radius,
    Monitoring,
    Ping,
    RemoteDesktop,
    Ssh,
    Backup,
    ExternalWeb,
    ExternalQuic,
    ExternalMeeting,
}

/// <summary>What a server is for.</summary>
internal enum ServerRole
{
    Directory,
    Infrastructure,
    File,
    Web,
    Database,
    Voice,
    Video,
    Access,
    Clinical,
    Iot,
    Wireless,
    Print,
    Backup,
}

/// <summary>How a service looks on the wire.</summary>
/// <param name="Kind">The service.</param>
/// <param name="Name">Name in the exporters' application tables.</param>
/// <param name="Protocol">IANA number.</param>
/// <param name="Port">Server port; 0 = a pair of ephemeral ports (RTP), ICMP type and code for ICMP.</param>
/// <param name="PacketBytes">Usual size of its packets.</param>
/// <param name="External">The server is outside the campus.</param>
internal sealed record ServiceDefinition(ServiceKind Kind, string Name, byte Protocol, ushort Port, int PacketBytes, bool External = false)
{
    private const uint IanaPorts = 3u << 24;
    private const uint Nbar = 13u << 24;

    /// <summary>IE 95 in its usual four bytes (RFC 6759): engine 3 (IANA port) where the port says it all, else NBAR2's engine 13.</summary>
    public uint ApplicationId => Port != 0 && !External && Protocol != 1 ? IanaPorts | Port : Nbar | 1000u + (uint)Kind;
}

/// <summary>All services.</summary>
internal static class ServiceCatalogue
{
    private const byte Icmp = 1;
    private const byte Tcp = 6;
    private const byte Udp = 17;

    private static readonly ServiceDefinition[] Definitions =
    [
        new(ServiceKind.Dns, "dns", Udp, 53, 120),
        new(ServiceKind.Dhcp, "dhcp", Udp, 67, 330),
        new(ServiceKind.Ntp, "ntp", Udp, 123, 76),
        new(ServiceKind.Ldap, "ldap", Tcp, 389, 420),
        new(ServiceKind.Kerberos, "kerberos", Tcp, 88, 700),
        new(ServiceKind.GlobalCatalog, "ldap-gc", Tcp, 3268, 420),
        new(ServiceKind.Smb, "ms-smb", Tcp, 445, 1100),
        new(ServiceKind.IntranetWeb, "https-intranet", Tcp, 443, 900),
        new(ServiceKind.ApplicationWeb, "https-app", Tcp, 8443, 900),
        new(ServiceKind.SqlServer, "ms-sql-s", Tcp, 1433, 700),
        new(ServiceKind.PostgreSql, "postgresql", Tcp, 5432, 700),
        new(ServiceKind.Sip, "sip", Udp, 5060, 620),
        new(ServiceKind.Rtp, "rtp-audio", Udp, 0, 200),
        new(ServiceKind.Tftp, "tftp", Udp, 69, 540),
        new(ServiceKind.RtspCamera, "rtsp", Tcp, 554, 1300),
        new(ServiceKind.VideoUpload, "rtp-video", Udp, 5004, 1300),
        new(ServiceKind.Ipp, "ipp", Tcp, 631, 1200),
        new(ServiceKind.RawPrint, "jetdirect", Tcp, 9100, 1300),
        new(ServiceKind.BadgeController, "access-control", Tcp, 10001, 180),
        new(ServiceKind.Dicom, "dicom", Tcp, 11112, 1350),
        new(ServiceKind.Hl7, "hl7", Tcp, 2575, 600),
        new(ServiceKind.MqttTls, "secure-mqtt", Tcp, 8883, 220),
        new(ServiceKind.Coap, "coap", Udp, 5683, 110),
        new(ServiceKind.Capwap, "capwap-data", Udp, 5247, 900),
        new(ServiceKind.Syslog, "syslog", Udp, 514, 260),
        new(ServiceKind.SnmpTrap, "snmptrap", Udp, 162, 240),
        new(ServiceKind.Radius, "radius", Udp, 1812, 420),
        new(ServiceKind.Monitoring, "zabbix-agent", Tcp, 10050, 160),
        new(ServiceKind.Ping, "icmp-echo", Icmp, 0x0800, 84),
        new(ServiceKind.RemoteDesktop, "ms-wbt", Tcp, 3389, 640),
        new(ServiceKind.Ssh, "ssh", Tcp, 22, 300),
        new(ServiceKind.Backup, "backup", Tcp, 10000, 1400),
        new(ServiceKind.ExternalWeb, "https", Tcp, 443, 1050, External: true),
        new(ServiceKind.ExternalQuic, "quic", Udp, 443, 1150, External: true),
        new(ServiceKind.ExternalMeeting, "webex-media", Udp, 9000, 700, External: true),
    ];

    public static IReadOnlyList<ServiceDefinition> All => Definitions;

    public static ServiceDefinition Of(ServiceKind kind) => Definitions[(int)kind];

    /// <summary>Services that a server of a role offers.</summary>
    public static ReadOnlySpan<ServiceKind> OfferedBy(ServerRole role) => role switch
    {
        ServerRole.Directory => [ServiceKind.Dns, ServiceKind.Ldap, ServiceKind.Kerberos, ServiceKind.GlobalCatalog, ServiceKind.Ntp],
        ServerRole.Infrastructure => [ServiceKind.Dhcp, ServiceKind.Syslog, ServiceKind.SnmpTrap, ServiceKind.Radius],
        ServerRole.File => [ServiceKind.Smb],
        ServerRole.Web => [ServiceKind.IntranetWeb, ServiceKind.ApplicationWeb, ServiceKind.Ssh, ServiceKind.RemoteDesktop],
        ServerRole.Database => [ServiceKind.SqlServer, ServiceKind.PostgreSql],
        ServerRole.Voice => [ServiceKind.Sip, ServiceKind.Tftp],
        ServerRole.Video => [ServiceKind.VideoUpload],
        ServerRole.Access => [ServiceKind.BadgeController],
        ServerRole.Clinical => [ServiceKind.Dicom, ServiceKind.Hl7],
        ServerRole.Iot => [ServiceKind.MqttTls, ServiceKind.Coap],
        ServerRole.Wireless => [ServiceKind.Capwap],
        ServerRole.Print => [ServiceKind.Ipp],
        _ => [ServiceKind.Backup],
    };
}
