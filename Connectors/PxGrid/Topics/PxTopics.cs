namespace Clarion.Connectors.PxGrid.Topics;

/// <summary>The topics by their names: ISE's service names, topic values, and what plans call them.</summary>
public static class PxTopics
{
    /// <summary>The service that carries every topic unless a service names another.</summary>
    public const string Pubsub = "com.cisco.ise.pubsub";

    private const string Session = "com.cisco.ise.session";
    private const string Endpoint = "com.cisco.ise.endpoint";
    private const string Anc = "com.cisco.ise.config.anc";
    private const string TrustSecConfig = "com.cisco.ise.config.trustsec";
    private const string TrustSec = "com.cisco.ise.trustsec";
    private const string Sxp = "com.cisco.ise.sxp";
    private const string Radius = "com.cisco.ise.radius";
    private const string Profiler = "com.cisco.ise.config.profiler";

    private static readonly Dictionary<string, PxTopic[]> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        [Session] = [PxTopic.Sessions],
        ["com.cisco.ise.session.all"] = [PxTopic.Sessions],
        ["com.cisco.ise.session.group"] = [PxTopic.UserGroups],
        [Endpoint] = [PxTopic.Endpoints],
        [Anc] = [PxTopic.Anc],
        ["com.cisco.ise.anc"] = [PxTopic.Anc],
        ["com.cisco.ise.config.anc.status"] = [PxTopic.Anc],
        [TrustSecConfig] = [PxTopic.SecurityGroups, PxTopic.SecurityGroupAcls, PxTopic.EgressPolicies],
        ["com.cisco.ise.config.trustsec.security.group"] = [PxTopic.SecurityGroups],
        ["com.cisco.ise.config.trustsec.security.group.acl"] = [PxTopic.SecurityGroupAcls],
        ["com.cisco.ise.config.trustsec.egress.policy"] = [PxTopic.EgressPolicies],
        [TrustSec] = [PxTopic.PolicyDownloads],
        ["com.cisco.ise.trustsec.policy.download"] = [PxTopic.PolicyDownloads],
        [Sxp] = [PxTopic.SxpBindings],
        ["com.cisco.ise.sxp.binding"] = [PxTopic.SxpBindings],
        [Radius] = [PxTopic.RadiusFailures],
        ["com.cisco.ise.radius.failure"] = [PxTopic.RadiusFailures],
        [Profiler] = [PxTopic.Profiles],
        ["session"] = [PxTopic.Sessions],
        ["endpoint"] = [PxTopic.Endpoints],
        ["anc"] = [PxTopic.Anc],
        ["trustsec"] = [PxTopic.SecurityGroups, PxTopic.SecurityGroupAcls, PxTopic.EgressPolicies, PxTopic.PolicyDownloads],
        ["sxp"] = [PxTopic.SxpBindings],
        ["radius"] = [PxTopic.RadiusFailures],
        ["profiler"] = [PxTopic.Profiles],
    };

    private static readonly PxTopicInfo[] Infos =
    [
        new(PxTopic.Sessions, Session, ["sessionTopicAll", "sessionTopic"], "sessions", Stamped: true),
        new(PxTopic.UserGroups, Session, ["groupTopic"], "groups of users", Stamped: false),
        new(PxTopic.Endpoints, Endpoint, ["topic", "endpointTopic"], "endpoints", Stamped: false),
        new(PxTopic.Anc, Anc, ["statusTopic"], "network control (ANC)", Stamped: false),
        new(PxTopic.SecurityGroups, TrustSecConfig, ["securityGroupTopic"], "security groups", Stamped: true),
        new(PxTopic.SecurityGroupAcls, TrustSecConfig, ["securityGroupAclTopic"], "security group ACLs", Stamped: true),
        new(PxTopic.EgressPolicies, TrustSecConfig, ["egressPolicyTopic"], "egress matrix", Stamped: true),
        new(PxTopic.PolicyDownloads, TrustSec, ["policyDownloadTopic"], "policy downloads of switches", Stamped: true),
        new(PxTopic.SxpBindings, Sxp, ["bindingTopic"], "SXP bindings", Stamped: false),
        new(PxTopic.RadiusFailures, Radius, ["failureTopic"], "RADIUS failures", Stamped: true),
        new(PxTopic.Profiles, Profiler, ["topic"], "profiles", Stamped: false),
    ];

    /// <summary>Every topic.</summary>
    public static IReadOnlyList<PxTopicInfo> All => Infos;

    /// <summary>The names that <see cref="TryParse"/> knows.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>Where ISE keeps a topic.</summary>
    public static PxTopicInfo Info(PxTopic topic) => Infos[(int)topic];

    /// <summary>The topics behind a name: of a service, of a topic (with or without <c>/topic/</c>), or a short one such as <c>anc</c>.</summary>
    public static bool TryParse(string name, out IReadOnlyList<PxTopic> topics)
    {
        const string Prefix = "/topic/";
        var plain = name.Trim();
        plain = plain.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? plain[Prefix.Length..] : plain;
        var known = ByName.TryGetValue(plain, out var found);
        topics = found ?? [];
        return known;
    }

    /// <summary>The topics that options ask for, each once; every topic when they name none.</summary>
    public static IReadOnlyList<PxTopic> Wanted(PxGridOptions options) => options.Topics.Count == 0
        ? [.. Infos.Select(i => i.Topic)]
        : [.. options.Topics.SelectMany(t => TryParse(t, out var topics) ? topics : []).Distinct().Order()];
}
