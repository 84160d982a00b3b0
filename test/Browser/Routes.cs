namespace Clarion.Browser;

/// <summary>Every address of the console that needs no subject.</summary>
internal static class Routes
{
    /// <summary>Those that the rail does not lead to.</summary>
    public static readonly IReadOnlyList<string> Deeper = ["/ops/connectors/new", "/directory/groups", "/unidentified", "/places/subnets", "/access/anc", "/trustsec/sgacls", "/trustsec/downloads"];

    /// <summary>Those of the rail.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        "/", "/flows", "/devices", "/users", "/switches", "/places", "/groups", "/access", "/matrix", "/trustsec", "/ops/exporters", "/ops/collectors", "/ops/connectors", "/ops/audit", "/ops/legacy", "/ops/storage", "/ops/cluster", "/settings",
    ];
}
