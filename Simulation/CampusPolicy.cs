using Clarion.Simulation.Campuses;

namespace Clarion.Simulation;

/// <summary>An access list of the campus.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Lines">Its entries, one a line.</param>
public sealed record AclTruth(string Id, string Name, string Lines);

/// <summary>A cell of the campus's egress matrix.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Source">Tag of the source group.</param>
/// <param name="Destination">Tag of the destination group.</param>
/// <param name="Acl">Id of its access list.</param>
public sealed record CellTruth(string Id, ushort Source, ushort Destination, string Acl);

/// <summary>What the access control of the synthetic campus has configured: a policy that has been begun, as on many campuses.</summary>
public static class CampusPolicy
{
    /// <summary>Why some are not let in.</summary>
    public const string Refusal = "22056 Subject not found in the applicable identity store(s)";

    private const string Web = "acl-web";
    private const string WebReply = "acl-web-reply";
    private const string Video = "acl-video";
    private const string None = "acl-none";

    /// <summary>The access lists.</summary>
    public static IReadOnlyList<AclTruth> Acls { get; } =
    [
        new(Web, "Web_Only", "permit tcp dst eq 443\npermit tcp dst eq 80\ndeny ip log"),
        new(WebReply, "Web_Reply", "permit tcp src eq 443\npermit tcp src eq 80\ndeny ip log"),
        new(Video, "Video", "permit tcp dst eq 554\npermit udp dst range 16384 32767\ndeny ip"),
        new(None, "No_Lateral", "deny tcp dst eq 445\ndeny tcp dst eq 3389\ndeny tcp dst eq 22\npermit ip"),
    ];

    /// <summary>The cells.</summary>
    public static IReadOnlyList<CellTruth> Cells { get; } =
    [
        Cell(SecurityGroups.Employees, SecurityGroups.ProductionServers, Web), Cell(SecurityGroups.ProductionServers, SecurityGroups.Employees, WebReply),
        Cell(SecurityGroups.Contractors, SecurityGroups.ProductionServers, Web), Cell(SecurityGroups.ProductionServers, SecurityGroups.Contractors, WebReply),
        Cell(SecurityGroups.Employees, SecurityGroups.Employees, None), Cell(SecurityGroups.Byod, SecurityGroups.Byod, None),
        Cell(SecurityGroups.Employees, SecurityGroups.Cameras, Video),
    ];

    private static CellTruth Cell(ushort source, ushort destination, string acl) => new(FormattableString.Invariant($"cell-{source}-{destination}"), source, destination, acl);
}
