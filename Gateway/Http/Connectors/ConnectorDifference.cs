using Clarion.Connectors.Contract;
using Clarion.Grains.Interfaces.Connectors;

namespace Clarion.Gateway.Http.Connectors;

/// <summary>What saving a connector changes, in words; of a secret only that it was given.</summary>
internal static class ConnectorDifference
{
    private const int MaxValue = 100;

    /// <summary>The changes, separated by semicolons.</summary>
    /// <param name="before">The connector as it is shown; null for a new one.</param>
    /// <param name="after">What is saved.</param>
    /// <param name="kind">Its kind; null when there is none of that name, and then anything may be a secret.</param>
    public static string Words(ConnectorDefinition? before, ConnectorText after, ConnectorKind? kind)
    {
        var words = new List<string>();
        Add("kind", before?.Kind ?? "", after.Kind);
        if (before is not null && before.IsEnabled != after.IsEnabled)
        {
            words.Add(after.IsEnabled ? "started" : "stopped");
        }

        var given = new Dictionary<string, string>(after.Settings, StringComparer.OrdinalIgnoreCase);
        var shown = before?.Settings ?? new Dictionary<string, string>();
        foreach (var name in given.Keys.Concat(shown.Keys).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase))
        {
            if (kind?.IsSecret(name) != false)
            {
                words.Add(given.GetValueOrDefault(name) is { Length: > 0 } ? $"{name}: changed" : $"{name}: taken away");
            }
            else
            {
                Add(name, shown.FirstOrDefault(one => one.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "", given.GetValueOrDefault(name, ""));
            }
        }

        return words.Count > 0 ? string.Join("; ", words) : "nothing changed";

        void Add(string name, string old, string now)
        {
            if (old != now)
            {
                words.Add(old.Length == 0 ? $"{name}: {Value(now)}" : now.Length == 0 ? $"{name}: taken away" : $"{name}: {Value(old)}, now {Value(now)}");
            }
        }
    }

    private static string Value(string text) => $"'{(text.Length <= MaxValue ? text : text[..MaxValue] + "…")}'";
}
