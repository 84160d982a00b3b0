using Clarion.Gateway.Http.Connectors;

namespace Clarion.Web.Pages.Connectors;

/// <summary>Secrets of one group whose names people choose (<c>Secrets:*</c>), as a form has them in hand: values go in, none comes out.</summary>
public sealed class NamedSettings
{
    private const int Anything = 1;

    private readonly string _prefix;
    private readonly List<NamedSetting> _rows;
    private readonly HashSet<string> _gone = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Of a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="set">Names of all secrets of the connector that have a value.</param>
    public NamedSettings(ConnectorSettingModel group, IEnumerable<string> set)
    {
        (Group, _prefix) = (group, group.Name[..^Anything]);
        _rows =
        [
            .. set.Where(name => name.StartsWith(_prefix, StringComparison.OrdinalIgnoreCase)).Select(name => new NamedSetting { Name = name[_prefix.Length..], IsSet = true }),
        ];
    }

    /// <summary>The group.</summary>
    public ConnectorSettingModel Group { get; }

    /// <summary>What the group is called.</summary>
    public string Title => _prefix.TrimEnd(':');

    /// <summary>Its settings.</summary>
    public IReadOnlyList<NamedSetting> Rows => _rows;

    /// <summary>True when a setting is of a group.</summary>
    public static bool IsGroup(ConnectorSettingModel setting) => setting.Name.EndsWith(":*", StringComparison.Ordinal);

    /// <summary>Adds one without a name.</summary>
    public void Add() => _rows.Add(new NamedSetting());

    /// <summary>Takes one away; from the connector when it is saved.</summary>
    public void Remove(NamedSetting row)
    {
        _rows.Remove(row);
        if (row.IsSet)
        {
            _gone.Add(row.Name);
        }
    }

    /// <summary>Puts what is new into settings to save, and nothing for what was taken away.</summary>
    /// <returns>What is wrong, in words; null when nothing is.</returns>
    public string? Write(Dictionary<string, string> settings)
    {
        foreach (var name in _gone)
        {
            settings[_prefix + name] = "";
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in _rows.Where(row => row.Name.Length > 0 || row.Value.Length > 0))
        {
            if (row.Name.Length == 0)
            {
                return $"{Title} has a value without a name; write both.";
            }

            if (!seen.Add(row.Name))
            {
                return $"{_prefix}{row.Name} is there twice.";
            }

            if (row.Value.Length > 0)
            {
                settings[_prefix + row.Name] = row.Value;
            }
            else if (!row.IsSet)
            {
                return $"{_prefix}{row.Name} has no value; write it, or take the line away.";
            }
        }

        return null;
    }

    /// <summary>All was saved: from now on values stay as they are unless they are written anew.</summary>
    public void Saved()
    {
        _gone.Clear();
        _rows.RemoveAll(row => row.Name.Length == 0);
        foreach (var row in _rows)
        {
            (row.IsSet, row.Value) = (true, "");
        }
    }
}

/// <summary>One of them.</summary>
public sealed class NamedSetting
{
    /// <summary>Its name within the group.</summary>
    public string Name { get; set; } = "";

    /// <summary>A new value; empty leaves it as it is.</summary>
    public string Value { get; set; } = "";

    /// <summary>It has a value at the connector.</summary>
    public bool IsSet { get; set; }
}
