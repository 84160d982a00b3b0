namespace Clarion.Simulators.PxGrid;

/// <summary>The topics of the simulated ISE.</summary>
public static class Topics
{
    /// <summary>Sessions with an address.</summary>
    public const string Session = "/topic/com.cisco.ise.session";

    /// <summary>All sessions.</summary>
    public const string SessionAll = "/topic/com.cisco.ise.session.all";

    /// <summary>Groups of users.</summary>
    public const string SessionGroup = "/topic/com.cisco.ise.session.group";

    /// <summary>Endpoints.</summary>
    public const string Endpoint = "/topic/com.cisco.ise.endpoint";

    /// <summary>Outcomes of network control.</summary>
    public const string AncStatus = "/topic/com.cisco.ise.config.anc.status";

    /// <summary>Security groups.</summary>
    public const string SecurityGroup = "/topic/com.cisco.ise.config.trustsec.security.group";

    /// <summary>Access lists.</summary>
    public const string SecurityGroupAcl = "/topic/com.cisco.ise.config.trustsec.security.group.acl";

    /// <summary>Cells of the matrix.</summary>
    public const string EgressPolicy = "/topic/com.cisco.ise.config.trustsec.egress.policy";

    /// <summary>What switches downloaded.</summary>
    public const string PolicyDownload = "/topic/com.cisco.ise.trustsec.policy.download";

    /// <summary>Bindings of prefixes to tags.</summary>
    public const string SxpBinding = "/topic/com.cisco.ise.sxp.binding";

    /// <summary>Failed authentications.</summary>
    public const string RadiusFailure = "/topic/com.cisco.ise.radius.failure";

    /// <summary>Profiles.</summary>
    public const string Profile = "/topic/com.cisco.ise.config.profiler";

    internal static Dictionary<string, string> Of(string service, SimulatorOptions options)
    {
        var topics = service switch
        {
            "com.cisco.ise.session" => new Dictionary<string, string> { ["sessionTopic"] = Session, ["groupTopic"] = SessionGroup },
            "com.cisco.ise.endpoint" => new() { ["topic"] = Endpoint },
            "com.cisco.ise.config.anc" => new() { ["statusTopic"] = AncStatus },
            "com.cisco.ise.config.trustsec" => new()
            {
                ["securityGroupTopic"] = SecurityGroup,
                ["securityGroupAclTopic"] = SecurityGroupAcl,
                ["egressPolicyTopic"] = EgressPolicy,
            },
            "com.cisco.ise.trustsec" => new() { ["policyDownloadTopic"] = PolicyDownload },
            "com.cisco.ise.sxp" => new() { ["bindingTopic"] = SxpBinding },
            "com.cisco.ise.radius" => new() { ["failureTopic"] = RadiusFailure },
            "com.cisco.ise.config.profiler" => new() { ["topic"] = Profile },
            _ => [],
        };
        if (service == "com.cisco.ise.session" && options.SessionTopicAll)
        {
            topics["sessionTopicAll"] = SessionAll;
        }

        return topics;
    }
}
