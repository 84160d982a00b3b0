using Clarion.Storage;

namespace Clarion.Silo.Hosting;

/// <summary>What stands directly in section <c>Clarion</c>, for the list of settings in force.</summary>
internal sealed record ProcessSettings
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion";

    /// <summary>Where the store lies (<see cref="StorageOptions.DataDirectoryKey"/>).</summary>
    public string DataDirectory { get; init; } = "data";

    /// <summary>What this process does (<see cref="RoleParser.Key"/>).</summary>
    public string Roles { get; init; } = "all";
}
