using System.Globalization;

namespace Clarion.Web.Shell;

/// <summary>The preferences of one screen, and times written by them.</summary>
public sealed class Preferences
{
    /// <summary>Something has changed; everything that shows times or colours draws again.</summary>
    public event Action? Changed;

    /// <summary>What is preferred.</summary>
    public PreferenceChoices Choices { get; private set; } = new();

    /// <summary>The browser's zone; UTC until it has said so, or when this server does not know it.</summary>
    public TimeZoneInfo BrowserZone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>The zone in which times are shown.</summary>
    public TimeZoneInfo Zone => Choices.LocalTime ? BrowserZone : TimeZoneInfo.Utc;

    /// <summary>Name of the zone for people.</summary>
    public string ZoneName => Choices.LocalTime ? BrowserZone.Id : "UTC";

    /// <summary>Takes over what cookies said.</summary>
    public void Take(PreferenceChoices choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        Choices = choices;
        Changed?.Invoke();
    }

    /// <summary>Takes over the browser's zone by its IANA name.</summary>
    public void TakeZone(string? id)
    {
        if (!string.IsNullOrEmpty(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
        {
            BrowserZone = zone;
            Changed?.Invoke();
        }
    }

    /// <summary>Date and time, to the second.</summary>
    public string Full(DateTimeOffset moment) => Format(moment, "yyyy-MM-dd HH:mm:ss");

    /// <summary>Date and time, to the minute.</summary>
    public string Short(DateTimeOffset moment) => Format(moment, "yyyy-MM-dd HH:mm");

    private string Format(DateTimeOffset moment, string format) =>
        TimeZoneInfo.ConvertTime(moment, Zone).ToString(format, CultureInfo.InvariantCulture);
}
