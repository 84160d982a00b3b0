namespace Clarion.Silo.Connectors;

/// <summary>Turns the flat settings of a connector into its options, as configuration files would.</summary>
internal static class SettingBinder
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
            // The binder's own words name the settings or the value, not a secret: secrets are texts, which always can be read.
            return [fault.Message];
        }
    }
}
