using Clarion.Gateway.Http.Search;

namespace Clarion.Web.Shell;

/// <summary>Something that a search has found.</summary>
/// <param name="Kind">What it is, for people.</param>
/// <param name="Title">Its name.</param>
/// <param name="Detail">One line about it.</param>
/// <param name="Path">Where it is shown.</param>
public sealed record SearchHit(string Kind, string Title, string Detail, string Path)
{
    /// <summary>A hit with the page that shows it.</summary>
    public static SearchHit Of(SearchHitModel hit)
    {
        ArgumentNullException.ThrowIfNull(hit);
        return hit.Kind switch
        {
            "device" => new("Device", hit.Title, hit.Detail, "/devices/" + hit.Id),
            "address" => new("Address", hit.Title, hit.Detail, "/addresses/" + hit.Id),
            "group" => new("Group", hit.Title, hit.Detail, "/groups/" + hit.Id),
            "switch" => new("Switch", hit.Title, hit.Detail, "/switches/" + hit.Id),
            "user" => new("User", hit.Title, hit.Detail, "/users/" + Uri.EscapeDataString(hit.Id)),
            "computer" => new("Computer", hit.Title, hit.Detail, "/users/" + Uri.EscapeDataString(hit.Id)),
            "directoryGroup" => new("Directory group", hit.Title, hit.Detail, "/directory/groups/" + Uri.EscapeDataString(hit.Id)),
            "connector" => new("Connector", hit.Title, hit.Detail, "/ops/connectors/" + Uri.EscapeDataString(hit.Id)),
            "location" => new("Location", hit.Title, hit.Detail, "/places?location=" + Uri.EscapeDataString(hit.Id)),
            "subnet" => new("Subnet", hit.Title, hit.Detail, "/places/subnets?subnet=" + Uri.EscapeDataString(hit.Id)),
            "exporter" => new("Exporter", hit.Title, hit.Detail, ExporterPath(hit.Id)),
            _ => new(hit.Kind, hit.Title, hit.Detail, "/"),
        };
    }

    private static string ExporterPath(string id) =>
        id.Split('/') is [var address, var domain, var version] ? $"/ops/exporters/{address}/{domain}?version={version}" : "/ops/exporters";
}
