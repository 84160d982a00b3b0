namespace Clarion.CampusData;

/// <summary>What flow records say about where they were seen.</summary>
public enum Sight
{
    /// <summary>Addresses only.</summary>
    Address,

    /// <summary>The exporting switch too.</summary>
    Switch,

    /// <summary>The port too.</summary>
    Port,

    /// <summary>The source MAC too.</summary>
    Mac,
}
