namespace Clarion.Storage.Filters;

/// <summary>Finds the fields that somebody may have meant.</summary>
internal static class FieldSuggestion
{
    private const int Most = 3;

    /// <summary>A sentence that begins with a space, or nothing when no field is near.</summary>
    public static string For(string name)
    {
        if (name.Length > 64)
        {
            return "";
        }

        var near = FilterFields.All
            .Select(field => (field.Name, Distance: Distance(name, field.Name)))
            .Where(candidate => candidate.Distance <= Math.Max(2, name.Length / 3))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Take(Most)
            .Select(candidate => candidate.Name)
            .ToArray();
        return near.Length == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?";
    }

    // Levenshtein distance: insertions, deletions and replacements.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
