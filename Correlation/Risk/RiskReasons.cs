namespace Clarion.Correlation.Risk;

/// <summary>What speaks for a device or a flow being a risk, as a set. Reasons are told in this order.</summary>
[Flags]
public enum RiskReasons
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Network access control has the device under an ANC policy, whichever: somebody, or something, has reacted to it.</summary>
    Quarantined = 1 << 0,

    /// <summary>A platform calls its risk critical.</summary>
    RatedCritical = 1 << 1,

    /// <summary>A platform calls its risk high.</summary>
    RatedHigh = 1 << 2,

    /// <summary>A platform calls its risk medium.</summary>
    RatedMedium = 1 << 3,

    /// <summary>Its session says that its posture was assessed and found wanting.</summary>
    NotCompliant = 1 << 4,

    /// <summary>Its source has it as retired or disabled, and still it is here.</summary>
    OutOfService = 1 << 5,

    /// <summary>Nobody is known to be behind the internal address.</summary>
    Unidentified = 1 << 6,

    /// <summary>Its MAC is likely made up, so that what is known of it may be about another device, or about none.</summary>
    RandomMac = 1 << 7,

    /// <summary>Of flows: a guest asks something of a subnet of servers or of management.</summary>
    GuestToServers = 1 << 8,
}
