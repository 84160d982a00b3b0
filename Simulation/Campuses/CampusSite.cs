namespace Clarion.Simulation.Campuses;

/// <summary>A site of the campus: where switches and their devices are.</summary>
/// <param name="Code">Begins the names of its switches.</param>
/// <param name="Name">Its city.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="TimeZone">IANA time zone.</param>
internal sealed record CampusSite(string Code, string Name, double Latitude, double Longitude, string TimeZone)
{
    /// <summary>All there can be, by their numbers.</summary>
    public static readonly IReadOnlyList<CampusSite> All =
    [
        new("nyc", "New York", 40.71, -74.01, "America/New_York"),
        new("bos", "Boston", 42.36, -71.06, "America/New_York"),
        new("phl", "Philadelphia", 39.95, -75.17, "America/New_York"),
        new("dc", "Washington", 38.91, -77.04, "America/New_York"),
        new("atl", "Atlanta", 33.75, -84.39, "America/New_York"),
        new("chi", "Chicago", 41.88, -87.63, "America/Chicago"),
        new("dal", "Dallas", 32.78, -96.80, "America/Chicago"),
        new("den", "Denver", 39.74, -104.99, "America/Denver"),
        new("sfo", "San Francisco", 37.77, -122.42, "America/Los_Angeles"),
        new("sea", "Seattle", 47.61, -122.33, "America/Los_Angeles"),
        new("lax", "Los Angeles", 34.05, -118.24, "America/Los_Angeles"),
        new("mia", "Miami", 25.76, -80.19, "America/New_York"),
        new("det", "Detroit", 42.33, -83.05, "America/Detroit"),
        new("msp", "Minneapolis", 44.98, -93.27, "America/Chicago"),
        new("pdx", "Portland", 45.52, -122.68, "America/Los_Angeles"),
    ];
}
