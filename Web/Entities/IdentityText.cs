using Clarion.Gateway.Http.Identity;

namespace Clarion.Web.Entities;

/// <summary>Names of the API for sources, verdicts and endings, for people.</summary>
internal static class IdentityText
{
    /// <summary>Who stated something.</summary>
    public static string Source(string? source) => source switch
    {
        null => "",
        "flow" => "flows",
        "neighbourTable" => "neighbour table",
        "dhcp" => "DHCP lease",
        "staticAddress" => "fixed address",
        "session" => "session",
        "sxp" => "SXP",
        "iotPlatform" => "IoT platform",
        "accessPlatform" => "access control's list of endpoints",
        "directory" => "directory",
        "profiler" => "profiler",
        "catalogue" => "catalogue",
        "operator" => "a person",
        _ => source,
    };

    /// <summary>Where a security group was learnt.</summary>
    public static string SgtFrom(string from) => from switch
    {
        "flow" => "by the flow's own tag",
        "session" => "by its session",
        "addressMapping" => "by a mapping of its address",
        "deviceAssignment" => "by an assignment of the device",
        "userGroups" => "by the user's directory groups",
        _ => "no source names one",
    };

    /// <summary>Whether evidence counted, and why not.</summary>
    public static string Verdict(string verdict) => verdict switch
    {
        "accepted" => "counts",
        "acceptedNear" => "counts, although shortly before or after",
        "expired" => "its time was over",
        "released" => "given back",
        "revoked" => "taken back: the MAC is a router's",
        "takenOver" => "another device has the address since",
        "sessionEnded" => "the session had ended",
        "addressChanged" => "the session has other addresses by now",
        "otherPlace" => "attached elsewhere",
        "weaker" => "another device has better evidence",
        "contested" => "others have evidence as good",
        "notTheHolder" => "not the holder's: most likely a router's",
        "outranked" => "a source further up answered",
        _ => verdict,
    };

    /// <summary>How a session ended.</summary>
    public static string Ending(string ending) => ending switch
    {
        "none" => "running",
        "disconnected" => "disconnected",
        "replaced" => "another session began",
        "addressTaken" => "its addresses went to others",
        "silence" => "no word of it any more",
        _ => ending,
    };

    /// <summary>What speaks for a risk.</summary>
    public static string RiskReason(string code) => code switch
    {
        "quarantined" => "quarantine",
        "ratedCritical" or "ratedHigh" or "ratedMedium" => "rated by a platform",
        "notCompliant" => "posture",
        "outOfService" => "retired or disabled",
        "unidentified" => "not identified",
        "randomMac" => "random MAC",
        "guestToServers" => "guest at servers",
        _ => code,
    };

    /// <summary>Why nobody, or somebody, is named.</summary>
    public static string Outcome(IdentityModel identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return identity.Outcome switch
        {
            "known" => identity.IsNear ? "known by what was stated shortly before or after" : "known",
            "noBinding" => "nobody is known to hold it",
            "expired" => "somebody held it before, but no longer",
            "ambiguous" => "several devices hold it, and nothing tells which of them this is",
            "external" => "outside the organisation",
            _ => "not asked",
        };
    }
}
