namespace Clarion.Connectors.PxGrid.Endpoints;

/// <summary>A profiling policy.</summary>
public sealed record PxProfile
{
    /// <summary>ISE's id.</summary>
    public string? Id { get; init; }

    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>Path of names, <c>Workstation:Microsoft-Workstation:Windows10-Workstation</c>.</summary>
    public string? FullName { get; init; }
}
