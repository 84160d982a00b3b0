namespace Clarion.Gateway.Http.Settings;

/// <summary>What settings mean, read from the tables of docs/configuration.md, which is built in.</summary>
internal sealed class SettingDescriptions
{
    private const string Document = "configuration.md";
    private const string Prefix = "Clarion__";

    private readonly Dictionary<string, string> _meanings = new(StringComparer.OrdinalIgnoreCase);

    public SettingDescriptions()
    {
        using var stream = typeof(SettingDescriptions).Assembly.GetManifestResourceStream(Document)
            ?? throw new InvalidOperationException($"{Document} is not built in.");
        using var reader = new StreamReader(stream);
        Read(reader);
    }

    /// <summary>The meaning of a setting by its environment variable; null when nothing is written about it.</summary>
    public string? Find(string variable) => _meanings.GetValueOrDefault(variable);

    private void Read(StreamReader reader)
    {
        var section = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = Quoted(line);
            }
            else if (line.Split('|', StringSplitOptions.TrimEntries) is ["", ['`', ..] name, _, var meaning, ""] && Quoted(name) is { } setting)
            {
                _meanings[setting.StartsWith(Prefix, StringComparison.Ordinal) ? setting : section + setting] = meaning.Replace("`", "", StringComparison.Ordinal);
            }
        }
    }

    // What stands between the first two back ticks.
    private static string Quoted(string text) => text.Split('`') is [_, var quoted, ..] ? quoted : "";
}
