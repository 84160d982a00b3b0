namespace Clarion.Browser;

/// <summary>Every address of the console that needs no subject.</summary>
internal static class Routes
{
    public static readonly IReadOnlyList<string> All =
    [
        "/", "/flows", "/devices", "/users", "/switches", "/groups", "/matrix", "/ops/exporters", "/ops/collectors", "/ops/connectors", "/ops/connectors/new", "/ops/storage", "/settings",
    ];
}
