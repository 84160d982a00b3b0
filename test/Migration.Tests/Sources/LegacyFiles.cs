namespace Clarion.Migration.Tests.Sources;

/// <summary>Databases that the older system itself wrote: <c>shared/data/legacy</c> beside or above the checkout, or <c>CLARION_TEST_LEGACY</c>.</summary>
internal static class LegacyFiles
{
    /// <summary>The final schema, with everything that is odd in real files.</summary>
    public static string Small => Find("clarion-small.db");

    /// <summary>The first schema.</summary>
    public static string Early => Find("clarion-early.db");

    private static string Find(string name)
    {
        if (Environment.GetEnvironmentVariable("CLARION_TEST_LEGACY") is { Length: > 0 } given)
        {
            return Path.Combine(given, name);
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (var candidate in new[] { Path.Combine(folder.FullName, "shared/data/legacy", name), Path.Combine(folder.FullName, "../shared/data/legacy", name) })
            {
                if (File.Exists(candidate))
                {
                    return candidate;
                }
            }
        }

        Assert.Skip($"Needs {name} of shared/data/legacy, or CLARION_TEST_LEGACY.");
        return "";
    }
}
