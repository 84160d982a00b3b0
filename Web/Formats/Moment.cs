using System.Globalization;

namespace Clarion.Web.Formats;

/// <summary>Lengths of time and ages for people.</summary>
public static class Moment
{
    /// <summary>An age in its largest unit: <c>12 s</c>, <c>3 min</c>, <c>5 h</c>, <c>2 d</c>.</summary>
    public static string Age(DateTimeOffset then, DateTimeOffset now) => Length(now > then ? now - then : TimeSpan.Zero);

    /// <summary>A length of time in its largest unit.</summary>
    public static string Length(TimeSpan length) => length switch
    {
        { TotalSeconds: < 60 } => Whole(length.TotalSeconds) + " s",
        { TotalMinutes: < 60 } => Whole(length.TotalMinutes) + " min",
        { TotalHours: < 48 } => Whole(length.TotalHours) + " h",
        _ => Whole(length.TotalDays) + " d",
    };

    private static string Whole(double value) => Math.Floor(value).ToString(CultureInfo.InvariantCulture);
}
