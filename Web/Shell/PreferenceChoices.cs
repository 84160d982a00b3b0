using Microsoft.AspNetCore.Http;

namespace Clarion.Web.Shell;

/// <summary>Which colours to use.</summary>
public enum ThemeChoice
{
    /// <summary>As the system does.</summary>
    System,

    /// <summary>Dark.</summary>
    Dark,

    /// <summary>Light.</summary>
    Light,
}

/// <summary>What a reader prefers on this browser; kept in cookies, because the first answer of the server already needs it.</summary>
public sealed record PreferenceChoices
{
    /// <summary>Cookie of <see cref="Theme"/>.</summary>
    public const string ThemeCookie = "clarion-theme";

    /// <summary>Cookie of <see cref="LocalTime"/>.</summary>
    public const string ZoneCookie = "clarion-time";

    /// <summary>Cookie of <see cref="RailCollapsed"/>.</summary>
    public const string RailCookie = "clarion-rail";

    /// <summary>Cookie of <see cref="OnboardingDismissed"/>.</summary>
    public const string OnboardingCookie = "clarion-setup";

    /// <summary>Colours.</summary>
    public ThemeChoice Theme { get; init; } = ThemeChoice.System;

    /// <summary>True shows times in the browser's zone, false in UTC.</summary>
    public bool LocalTime { get; init; }

    /// <summary>True shows icons only in the rail.</summary>
    public bool RailCollapsed { get; init; }

    /// <summary>True leaves out the set-up checklist.</summary>
    public bool OnboardingDismissed { get; init; }

    /// <summary>Reads the cookies; what cannot be read is the default.</summary>
    public static PreferenceChoices Read(IRequestCookieCollection cookies)
    {
        ArgumentNullException.ThrowIfNull(cookies);
        return new PreferenceChoices
        {
            Theme = Enum.TryParse<ThemeChoice>(cookies[ThemeCookie], ignoreCase: true, out var theme) && Enum.IsDefined(theme) ? theme : ThemeChoice.System,
            LocalTime = cookies[ZoneCookie] == "local",
            RailCollapsed = cookies[RailCookie] == "icons",
            OnboardingDismissed = cookies[OnboardingCookie] == "dismissed",
        };
    }
}
