using Clarion.Simulation.Campuses;

namespace Clarion.Simulation.Behaviour;

/// <summary>How busy a type of device is at an hour of the week (UTC is the campus' local time).</summary>
internal static class DayCurve
{
    private const double Night = 0.06;

    /// <summary>Hours since 1970-01-01 00:00.</summary>
    public static long HourOf(long unixMs) => Math.DivRem(unixMs, 3_600_000).Quotient;

    /// <summary>Relative activity, about 0.05 to 3.</summary>
    public static double Activity(DeviceType type, long hourOfEpoch)
    {
        var hour = (int)(hourOfEpoch % 24);

        // 1970-01-01 was a Thursday.
        var weekend = (hourOfEpoch / 24 + 4) % 7 is 6 or 0;
        var office = Office(hour) * (weekend ? 0.15 : 1);
        return type switch
        {
            DeviceType.Workstation => Night + office * 1.6,
            DeviceType.Phone => 0.1 + office * 0.6,
            DeviceType.Camera => 0.5,
            DeviceType.Printer => Night + office * 0.5,
            DeviceType.BadgeReader => Night + (weekend ? 0.1 : hour is 7 or 8 or 12 or 13 or 17 ? 0.9 : office * 0.3),
            DeviceType.Medical => 0.4 + Office(hour) * 0.4,
            DeviceType.Sensor => 0.35,
            DeviceType.AccessPoint => 0.2 + office * 0.6,
            _ => 1.2 + (hour is 1 or 2 or 3 ? 1.0 : 0) + office * 1.5,
        };
    }

    private static double Office(int hour) => hour switch
    {
        < 6 => 0,
        6 => 0.1,
        7 => 0.4,
        8 => 0.8,
        9 or 10 or 11 => 1,
        12 => 0.7,
        13 or 14 or 15 => 1,
        16 => 0.9,
        17 => 0.6,
        18 => 0.3,
        19 => 0.15,
        20 or 21 => 0.08,
        _ => 0.02,
    };
}
