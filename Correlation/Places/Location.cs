namespace Clarion.Correlation.Places;

/// <summary>A campus, a building in it, a room in that: a node of the tree of locations.</summary>
public sealed record Location
{
    /// <summary>Types of locations, from the largest to the smallest.</summary>
    public static readonly IReadOnlyList<string> Types = ["CAMPUS", "BRANCH", "REMOTE_SITE", "BUILDING", "FLOOR", "IDF", "ROOM"];

    /// <summary>Id, unique, chosen by whoever enters it.</summary>
    public string Id { get; init; } = "";

    /// <summary>Name for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>One of <see cref="Types"/>.</summary>
    public string Type { get; init; } = "";

    /// <summary>Id of the location it lies in; null at the top.</summary>
    public string? Parent { get; init; }

    /// <summary>Postal address.</summary>
    public string? Address { get; init; }

    /// <summary>Degrees north, -90 to 90.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees east, -180 to 180.</summary>
    public double? Longitude { get; init; }

    /// <summary>IANA time zone, <c>America/New_York</c>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Anything worth knowing.</summary>
    public string? Description { get; init; }

    /// <summary>Kind of site, in the words of the site.</summary>
    public string? SiteType { get; init; }

    /// <summary>Whom to ask.</summary>
    public string? ContactName { get; init; }

    /// <summary>Their telephone.</summary>
    public string? ContactPhone { get; init; }

    /// <summary>Their mail address.</summary>
    public string? ContactEmail { get; init; }

    /// <summary>What another system keeps about it, as that system writes it.</summary>
    public string? Metadata { get; init; }
}
