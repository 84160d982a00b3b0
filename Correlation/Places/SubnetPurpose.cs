namespace Clarion.Correlation.Places;

/// <summary>Purposes of subnets that mean something to Clarion; a site may use any other word as well.</summary>
public static class SubnetPurpose
{
    /// <summary>Visitors, who have no business inside.</summary>
    public const string Guest = "GUEST";

    /// <summary>Servers.</summary>
    public const string Server = "SERVER";

    /// <summary>Management of the network and of servers.</summary>
    public const string Management = "MGMT";
}
