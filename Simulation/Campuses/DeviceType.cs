namespace Clarion.Simulation.Campuses;

/// <summary>Kinds of device on the campus.</summary>
public enum DeviceType
{
    /// <summary>A person's computer.</summary>
    Workstation,

    /// <summary>A desk telephone.</summary>
    Phone,

    /// <summary>A surveillance camera.</summary>
    Camera,

    /// <summary>A network printer.</summary>
    Printer,

    /// <summary>A door controller.</summary>
    BadgeReader,

    /// <summary>A medical device (imaging, monitors).</summary>
    Medical,

    /// <summary>A building or laboratory sensor.</summary>
    Sensor,

    /// <summary>A wireless access point.</summary>
    AccessPoint,

    /// <summary>A server in a data centre.</summary>
    Server,
}
