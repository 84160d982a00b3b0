namespace Clarion.Connectors.ActiveDirectory.Reading;

/// <summary>Kinds of objects that are read.</summary>
internal enum DirectoryKind
{
    /// <summary>Persons.</summary>
    Users,

    /// <summary>Computers.</summary>
    Computers,

    /// <summary>Groups.</summary>
    Groups,

    /// <summary>Organizational units.</summary>
    Units,
}
