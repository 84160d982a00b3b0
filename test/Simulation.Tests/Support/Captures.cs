namespace Clarion.Simulation.Tests.Support;

/// <summary>Finds the folder of recorded datagrams, which is not part of the repository.</summary>
internal static class Captures
{
    public static string Folder()
    {
        if (Environment.GetEnvironmentVariable("CLARION_TEST_CAPTURES") is { Length: > 0 } given && Directory.Exists(given))
        {
            return given;
        }

        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var candidate = Path.Combine(directory.FullName, "shared", "captures");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        Assert.Skip("No captures: set CLARION_TEST_CAPTURES or put shared/captures beside the repository.");
        return "";
    }
}
