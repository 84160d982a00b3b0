using System.Text.RegularExpressions;

namespace Clarion.Silo.Connectors;

/// <summary>Turns the flat settings of a connector into its options, as configuration files would.</summary>
internal static partial class SettingBinder
{
    /// <summary>The options; defaults for what is not set.</summary>
    /// <exception cref="InvalidOperationException">A value cannot be read as what it has to be, or there is no such setting.</exception>
    public static T Bind<T>(IReadOnlyDictionary<string, string> settings)
        where T : new() => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))).Build()
        .Get<T>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new T();

    /// <summary>What is wrong with settings, in plain words.</summary>
    public static IReadOnlyList<string> Faults<T>(IReadOnlyDictionary<string, string> settings, Func<T, IReadOnlyList<string>> validate)
        where T : new()
    {
        try
        {
            return validate(Bind<T>(settings));
        }
        catch (InvalidOperationException fault)
        {
            // The value is no secret: secrets are texts, which always can be read.
            return Unreadable().Match(fault.Message) is { Success: true } value
                ? [$"{value.Groups["name"].Value} is '{value.Groups["value"].Value}', which it cannot be; see the settings of this kind."]
                : [$"There is no such setting: {fault.Message[(fault.Message.LastIndexOf(':') + 1)..].Trim()}."];
        }
    }

    // What the binder says: Failed to convert configuration value 'x' at 'Name' to type ...
    [GeneratedRegex("value '(?<value>.*)' at '(?<name>[^']*)'", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Unreadable();
}
