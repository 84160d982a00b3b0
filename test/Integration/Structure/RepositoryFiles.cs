namespace Clarion.Integration.Structure;

/// <summary>Files of the repository that a test reads.</summary>
internal static class RepositoryFiles
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file or folder below it.</summary>
    public static string At(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Clarion.Orleans.sln")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }
}
