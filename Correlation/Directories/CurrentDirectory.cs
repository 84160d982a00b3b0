namespace Clarion.Correlation.Directories;

/// <summary>The directory index of this process, which is replaced as a whole when a directory has changed.</summary>
public sealed class CurrentDirectory
{
    private volatile DirectoryIndex _index = DirectoryIndex.Empty;

    /// <summary>The newest.</summary>
    public DirectoryIndex Index
    {
        get => _index;
        set => _index = value;
    }
}
