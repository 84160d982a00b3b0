namespace Clarion.Correlation.Identity.Events;

/// <summary>Who stated a fact about identity. Values are stored: add, never renumber.</summary>
public enum IdentitySource : byte
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>A flow record, seen entering an access port.</summary>
    Flow = 1,

    /// <summary>A neighbour table (ARP, ND, device tracking).</summary>
    NeighbourTable = 2,

    /// <summary>A DHCP server's lease.</summary>
    Dhcp = 3,

    /// <summary>An address written down as fixed (inventory of servers).</summary>
    StaticAddress = 4,

    /// <summary>A session of the network access control (ISE through pxGrid, ClearPass).</summary>
    Session = 5,

    /// <summary>An address to SGT binding: static on a switch, or learnt by SXP.</summary>
    Sxp = 6,

    /// <summary>An IoT or medical device platform (Claroty xDome), or another one that lists devices.</summary>
    IotPlatform = 7,

    /// <summary>A directory (Active Directory).</summary>
    Directory = 8,

    /// <summary>The profiler of the network access control.</summary>
    Profiler = 9,

    /// <summary>The catalogue of security groups, or a switch's own tables.</summary>
    Catalogue = 10,

    /// <summary>A person.</summary>
    Operator = 11,

    /// <summary>The list of endpoints of a network access control beside its sessions (ClearPass).</summary>
    AccessPlatform = 12,
}

/// <summary>How far a source is believed, 0 to 1, and in which order.</summary>
public static class IdentitySources
{
    /// <summary>
    /// Confidence in one statement of the source that a device holds an address. A session weighs 0.8, as in the predecessor; what was seen on the
    /// wire more, what was written down elsewhere less. Independent statements add up: 1 - (1 - a)(1 - b).
    /// </summary>
    public static double Confidence(this IdentitySource source) => source switch
    {
        IdentitySource.Operator => 1.0,
        IdentitySource.Flow or IdentitySource.NeighbourTable => 0.9,
        IdentitySource.Session or IdentitySource.StaticAddress => 0.8,
        IdentitySource.Dhcp => 0.7,
        IdentitySource.IotPlatform or IdentitySource.AccessPlatform => 0.5,
        _ => 0.3,
    };

    /// <summary>True for sources that saw the device use the address at that moment.</summary>
    internal static bool IsObservation(this IdentitySource source) => source is IdentitySource.Flow or IdentitySource.NeighbourTable;

    /// <summary>True for sources that hand addresses out.</summary>
    internal static bool IsLease(this IdentitySource source) => source is IdentitySource.Dhcp or IdentitySource.StaticAddress;

    /// <summary>Order of two sources that assign a group at the same time: the larger is believed, of equal ones the later word.</summary>
    internal static int Precedence(this IdentitySource source) => source switch
    {
        IdentitySource.Operator => 6,
        IdentitySource.Session => 5,
        IdentitySource.Profiler => 4,
        IdentitySource.IotPlatform or IdentitySource.AccessPlatform => 3,
        IdentitySource.Directory => 2,
        _ => 1,
    };
}
