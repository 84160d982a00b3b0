using Clarion.Simulation.Campuses;

namespace Clarion.Simulation.Behaviour;

/// <summary>What each type of device does all day.</summary>
internal sealed class DeviceBehaviour
{
    private static readonly ServiceUse[] CommonServerUses =
    [
        new(ServiceKind.Dns, 20, 78, 190, 15), new(ServiceKind.Ntp, 3, 76, 76, 20), new(ServiceKind.Ldap, 12, 900, 3200, 300),
        new(ServiceKind.Kerberos, 5, 1600, 1700, 60), new(ServiceKind.Syslog, 10, 900, 0, 2000), new(ServiceKind.SqlServer, 18, 6000, 42000, 4000),
        new(ServiceKind.PostgreSql, 8, 4000, 30000, 4000), new(ServiceKind.Smb, 6, 20000, 60000, 9000),
        new(ServiceKind.Monitoring, 12, 300, 700, 150), new(ServiceKind.Ping, 4, 252, 252, 2100),
        new(ServiceKind.ExternalWeb, 6, 3000, 90000, 5000), new(ServiceKind.Backup, 2, 4_000_000, 60000, 55000),
    ];

    private static readonly Dictionary<DeviceType, DeviceBehaviour> ByType = new()
    {
        [DeviceType.Workstation] = new(
        [
            new(ServiceKind.ExternalWeb, 30, 4200, 65000, 14000), new(ServiceKind.ExternalQuic, 12, 5200, 120000, 18000),
            new(ServiceKind.Dns, 26, 74, 180, 18), new(ServiceKind.IntranetWeb, 9, 3800, 38000, 6000), new(ServiceKind.ApplicationWeb, 5, 5200, 26000, 8000),
            new(ServiceKind.Smb, 6, 26000, 180000, 30000), new(ServiceKind.Ldap, 3, 900, 2600, 400), new(ServiceKind.Kerberos, 2.5, 1600, 1750, 50),
            new(ServiceKind.GlobalCatalog, 1, 900, 4000, 500), new(ServiceKind.Ntp, 0.6, 76, 76, 25), new(ServiceKind.Ipp, 0.8, 240000, 2600, 6000),
            new(ServiceKind.RawPrint, 0.4, 300000, 600, 7000), new(ServiceKind.ExternalMeeting, 1.6, 900000, 1100000, 58000),
            new(ServiceKind.RemoteDesktop, 0.5, 90000, 700000, 55000), new(ServiceKind.Ssh, 0.6, 9000, 22000, 40000), new(ServiceKind.Dhcp, 0.3, 330, 340, 900),
        ]),
        [DeviceType.Phone] = new(
        [
            new(ServiceKind.Sip, 30, 1300, 1250, 700), new(ServiceKind.Rtp, 20, 240000, 240000, 30000), new(ServiceKind.Dns, 12, 74, 140, 15),
            new(ServiceKind.Ntp, 8, 76, 76, 20), new(ServiceKind.Tftp, 3, 900, 24000, 900), new(ServiceKind.Dhcp, 2, 330, 340, 900),
            new(ServiceKind.IntranetWeb, 2, 900, 4200, 900),
        ]),
        [DeviceType.Camera] = new(
        [
            new(ServiceKind.VideoUpload, 60, 2_200_000, 0, 58000), new(ServiceKind.Ntp, 8, 76, 76, 20), new(ServiceKind.Dns, 6, 70, 110, 15),
            new(ServiceKind.Syslog, 6, 420, 0, 900), new(ServiceKind.Dhcp, 1, 330, 340, 900),
        ]),
        [DeviceType.Printer] = new(
        [
            new(ServiceKind.Dns, 12, 70, 120, 15), new(ServiceKind.Ntp, 6, 76, 76, 20), new(ServiceKind.SnmpTrap, 10, 260, 0, 10),
            new(ServiceKind.Smb, 4, 60000, 5000, 6000), new(ServiceKind.ExternalWeb, 4, 1800, 6200, 2200), new(ServiceKind.Dhcp, 2, 330, 340, 900),
            new(ServiceKind.Ldap, 3, 700, 1500, 250),
        ]),
        [DeviceType.BadgeReader] = new(
        [
            new(ServiceKind.BadgeController, 60, 420, 360, 350), new(ServiceKind.Ntp, 6, 76, 76, 20), new(ServiceKind.Dhcp, 1, 330, 340, 900),
            new(ServiceKind.Syslog, 8, 300, 0, 700),
        ]),
        [DeviceType.Medical] = new(
        [
            new(ServiceKind.Hl7, 40, 2400, 620, 700), new(ServiceKind.Dicom, 10, 6_000_000, 16000, 30000), new(ServiceKind.Dns, 10, 74, 120, 15),
            new(ServiceKind.Ntp, 6, 76, 76, 20), new(ServiceKind.ApplicationWeb, 6, 2600, 9000, 2400), new(ServiceKind.Syslog, 4, 400, 0, 800),
        ]),
        [DeviceType.Sensor] = new(
        [
            new(ServiceKind.MqttTls, 50, 640, 420, 1500), new(ServiceKind.Coap, 24, 160, 90, 120), new(ServiceKind.Dns, 8, 66, 98, 15),
            new(ServiceKind.Ntp, 6, 76, 76, 20), new(ServiceKind.Dhcp, 1, 330, 340, 900),
        ]),
        [DeviceType.AccessPoint] = new(
        [
            new(ServiceKind.Capwap, 70, 400000, 900000, 58000), new(ServiceKind.Radius, 12, 900, 700, 150), new(ServiceKind.Dns, 4, 74, 120, 15),
            new(ServiceKind.Ntp, 4, 76, 76, 20), new(ServiceKind.Syslog, 10, 520, 0, 900),
        ]),
        [DeviceType.Server] = new(CommonServerUses),
    };

    private static readonly DeviceBehaviour VideoRecorder = new(
        [new(ServiceKind.RtspCamera, 80, 30000, 2_600_000, 58000), .. CommonServerUses]);

    private readonly ServiceUse[] _uses;
    private readonly AliasTable _table;

    private DeviceBehaviour(ServiceUse[] uses)
    {
        _uses = uses;
        _table = new AliasTable([.. uses.Select(u => u.Weight)]);
    }

    public IReadOnlyList<ServiceUse> Uses => _uses;

    public static DeviceBehaviour Of(CampusDevice device) => device.Role == ServerRole.Video ? VideoRecorder : ByType[device.Type];

    public ServiceUse Pick(ref SeededRandom random) => _uses[_table.Pick(ref random)];
}
