namespace Clarion.Gateway.Http.Settings;

/// <summary>The settings in force.</summary>
/// <param name="Sections">By section.</param>
public sealed record SettingsModel(IReadOnlyList<SettingSectionModel> Sections);

/// <summary>One section.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Section">Name of the section.</param>
/// <param name="Settings">Its settings.</param>
public sealed record SettingSectionModel(string Title, string Section, IReadOnlyList<SettingModel> Settings);

/// <summary>One setting.</summary>
/// <param name="Name">Name within the section; entries of lists and tables have theirs after a colon.</param>
/// <param name="Variable">Environment variable that sets it.</param>
/// <param name="Value">Value in force; of a secret never the value, only <c>set</c>; empty for an empty list or table.</param>
/// <param name="Default">What it is when nobody sets it; null for entries of lists and tables.</param>
/// <param name="Changed">Whether the two differ.</param>
/// <param name="Source">Who set it: <c>default</c>, the name of a file, <c>environment</c>, <c>command line</c> or <c>demo</c>.</param>
/// <param name="Secret">Whether the value is kept back.</param>
/// <param name="Meaning">What it means; null when nothing is written about it.</param>
public sealed record SettingModel(
    string Name, string Variable, string Value, string? Default, bool Changed, string Source, bool Secret, string? Meaning);
