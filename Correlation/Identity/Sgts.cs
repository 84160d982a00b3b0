namespace Clarion.Correlation.Identity;

/// <summary>Security group numbers that are none.</summary>
internal static class Sgts
{
    /// <summary>Not known, or not tagged.</summary>
    public const ushort Unknown = 0;

    /// <summary>Every group, in policies; never the group of a device.</summary>
    public const ushort Any = 65535;

    /// <summary>True for the number of a group.</summary>
    public static bool IsGroup(ushort sgt) => sgt is not (Unknown or Any);
}
