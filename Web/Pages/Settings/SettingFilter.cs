using Clarion.Gateway.Http.Settings;

namespace Clarion.Web.Pages.Settings;

/// <summary>Chooses settings to show.</summary>
internal static class SettingFilter
{
    /// <summary>Settings that contain a text, by section; sections without any are left out. A section's own name finds all of it.</summary>
    public static IReadOnlyList<SettingSectionModel> Apply(SettingsModel settings, string? find, bool onlyChanged) =>
    [
        .. settings.Sections
            .Select(section => section with
            {
                Settings = [.. section.Settings.Where(setting => (!onlyChanged || setting.Changed) && (Names(section, find) || Contains(setting, find)))],
            })
            .Where(section => section.Settings.Count > 0),
    ];

    private static bool Names(SettingSectionModel section, string? find) =>
        string.IsNullOrWhiteSpace(find) || section.Title.Contains(find.Trim(), StringComparison.OrdinalIgnoreCase);

    private static bool Contains(SettingModel setting, string? find) =>
        new[] { setting.Name, setting.Variable, setting.Value, setting.Meaning, setting.Source }
            .Any(text => text?.Contains(find!.Trim(), StringComparison.OrdinalIgnoreCase) == true);
}
