using System.Globalization;

namespace Clarion.Storage.DuckDb.Days;

/// <summary>Names of day tables: <c>flows_20260131</c>. Days are numbers since 1 January 1970 (UTC).</summary>
internal static class DayTable
{
    private const long DayMs = 86_400_000;

    /// <summary>The last day that can be named: 31 December 9999.</summary>
    private const int LastDay = 2_932_896;

    /// <summary>Day of a moment, Unix milliseconds; moments outside 1970 to 9999 count to the nearest day inside.</summary>
    public static int DayOf(long unixMs) => (int)Math.Clamp(unixMs / DayMs, 0, LastDay);

    /// <summary>Start of a day, Unix milliseconds.</summary>
    public static long StartMs(int day) => day * DayMs;

    /// <summary>Name of a family's table of a day.</summary>
    public static string Name(string family, int day) =>
        string.Create(CultureInfo.InvariantCulture, $"{family}_{DateTime.UnixEpoch.AddDays(day):yyyyMMdd}");
}
