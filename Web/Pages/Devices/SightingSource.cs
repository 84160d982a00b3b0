namespace Clarion.Web.Pages.Devices;

/// <summary>Who told about a device, for people.</summary>
internal static class SightingSource
{
    public static string Of(string source) => source switch
    {
        "flow" => "flows",
        _ => source,
    };
}
