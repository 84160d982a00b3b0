using Clarion.Integration.Structure;

namespace Clarion.Integration.Cluster;

/// <summary>The build that the last release was of, published by previous-build.sh.</summary>
internal static class PreviousBuild
{
    /// <summary>Its program; skips the test, saying how to get it, where it has not been published.</summary>
    public static string Require()
    {
        var commit = File.ReadAllText(RepositoryFiles.At("test", "Integration", "Cluster", "previous-build.txt")).Trim();
        var program = Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
                ? cache
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "clarion/previous",
            commit,
            "Clarion.Silo.dll");
        Assert.SkipUnless(
            File.Exists(program),
            $"Needs the previous build in {Path.GetDirectoryName(program)}; test/Integration/Cluster/previous-build.sh publishes it, from a checkout that has commit {commit}");
        return program;
    }
}
