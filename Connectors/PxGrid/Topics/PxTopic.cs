namespace Clarion.Connectors.PxGrid.Topics;

/// <summary>What Clarion can follow.</summary>
public enum PxTopic
{
    /// <summary>Sessions of the session directory.</summary>
    Sessions,

    /// <summary>Groups of users with a session.</summary>
    UserGroups,

    /// <summary>Endpoints and what profiling knows of them (ISE 3.3 and later).</summary>
    Endpoints,

    /// <summary>Adaptive network control: operations, and endpoints under a policy.</summary>
    Anc,

    /// <summary>Security groups (SGTs).</summary>
    SecurityGroups,

    /// <summary>Access lists of security groups (SGACLs).</summary>
    SecurityGroupAcls,

    /// <summary>Cells of the egress matrix.</summary>
    EgressPolicies,

    /// <summary>What switches downloaded.</summary>
    PolicyDownloads,

    /// <summary>SXP bindings of prefixes to SGTs.</summary>
    SxpBindings,

    /// <summary>Failed RADIUS authentications.</summary>
    RadiusFailures,

    /// <summary>Profiling policies.</summary>
    Profiles,
}
