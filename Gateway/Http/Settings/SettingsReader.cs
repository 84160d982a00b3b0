using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Clarion.Gateway.Http.Settings;

/// <summary>Answers <c>/settings</c>. Options do not change while the process runs, so they are read once.</summary>
public sealed class SettingsReader
{
    private const string SecretValue = "set";
    private const string SecretTable = "ApiKeys";

    private static readonly string[] SecretWords = ["key", "secret", "password", "token", "connectionstring"];

    private readonly IConfiguration _configuration;
    private readonly SettingDescriptions _descriptions;
    private readonly Lazy<SettingsModel> _settings;

    internal SettingsReader(
        IEnumerable<SettingSection> sections, IConfiguration configuration, SettingDescriptions descriptions, IServiceProvider services)
    {
        (_configuration, _descriptions) = (configuration, descriptions);

        // The section that holds all others first.
        _settings = new Lazy<SettingsModel>(() => new SettingsModel(
        [
            .. sections.OrderBy(section => section.Section.Contains(':', StringComparison.Ordinal)).Select(section => Read(section, section.InForce(services))),
        ]));
    }

    /// <summary>Every setting with its value, its default and who set it.</summary>
    public SettingsModel Get() => _settings.Value;

    private static IEnumerable<PropertyInfo> Settings(object options) => options.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanRead && property.GetIndexParameters().Length == 0);

    private static bool IsPlain(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(TimeSpan) || Nullable.GetUnderlyingType(type) is not null;

    private static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        TimeSpan length when length.Ticks % TimeSpan.TicksPerSecond != 0 => length.ToString("c", CultureInfo.InvariantCulture).TrimEnd('0'),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static bool IsSecret(string name) => name.Split(':') is [var table, ..] parts
        && (table.Equals(SecretTable, StringComparison.OrdinalIgnoreCase)
            || parts.Any(part => SecretWords.Any(word => part.Contains(word, StringComparison.OrdinalIgnoreCase))));

    private SettingSectionModel Read(SettingSection section, object inForce) => new(
        section.Title, section.Section,
        [.. Settings(inForce).SelectMany(setting => Read(section.Section, setting.Name, setting.GetValue(inForce), setting.GetValue(section.Defaults), setting.PropertyType))]);

    private List<SettingModel> Read(string section, string name, object? value, object? standard, Type type)
    {
        if (IsPlain(type))
        {
            return [Setting(section, name, Text(value), Text(standard))];
        }

        var entries = Entries(section, name, value).ToList();
        return entries.Count > 0 ? entries : [Setting(section, name, "", "")];
    }

    // Entries of lists and tables one by one, because each may have been set elsewhere.
    private IEnumerable<SettingModel> Entries(string section, string name, object? value) => value switch
    {
        IDictionary table => table.Keys.Cast<object>().Select(Text).OrderBy(key => key.Length).ThenBy(key => key, StringComparer.Ordinal)
            .SelectMany(key => Entry(section, $"{name}:{key}", table[key])),
        IEnumerable list => list.Cast<object?>().SelectMany((entry, i) => Entry(section, string.Create(CultureInfo.InvariantCulture, $"{name}:{i}"), entry)),
        _ => [],
    };

    private IEnumerable<SettingModel> Entry(string section, string name, object? entry) => entry is null || IsPlain(entry.GetType())
        ? [Setting(section, name, Text(entry), null)]
        : Settings(entry).SelectMany(part => IsPlain(part.PropertyType)
            ? [Setting(section, $"{name}:{part.Name}", Text(part.GetValue(entry)), null)]
            : Entries(section, $"{name}:{part.Name}", part.GetValue(entry)));

    private SettingModel Setting(string section, string name, string value, string? standard)
    {
        var key = $"{section}:{name}";
        var secret = IsSecret(name);
        return new SettingModel(
            name, key.Replace(":", "__", StringComparison.Ordinal), secret && value.Length > 0 ? SecretValue : value, secret ? "" : standard,
            value != standard, SettingSources.Of(_configuration, key), secret,
            _descriptions.Find($"{section}:{name.Split(':')[0]}".Replace(":", "__", StringComparison.Ordinal)));
    }
}
