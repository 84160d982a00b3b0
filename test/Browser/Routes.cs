namespace Clarion.Browser;

/// <summary>Every address of the console that needs no subject.</summary>
internal static class Routes
{
    public static readonly IReadOnlyList<string> All =
    [
        "/", "/flows", "/devices", "/switches", "/groups", "/matrix", "/ops/exporters", "/ops/collectors", "/ops/storage", "/settings",
    ];
}
