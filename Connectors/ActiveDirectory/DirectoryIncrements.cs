namespace Clarion.Connectors.ActiveDirectory;

/// <summary>How changes between two full passes are found.</summary>
public enum DirectoryIncrements
{
    /// <summary>By <c>uSNChanged</c>: any account that can read can do it; marks are kept per controller.</summary>
    UsnChanged,

    /// <summary>By the DirSync control: its cookie holds for every controller.</summary>
    DirSync,
}
