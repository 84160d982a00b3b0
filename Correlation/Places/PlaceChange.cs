namespace Clarion.Correlation.Places;

/// <summary>What becomes different of locations and subnets, as a whole or not at all.</summary>
public sealed record PlaceChange
{
    /// <summary>Locations that are added, or take the place of those with their ids.</summary>
    public IReadOnlyList<Location> Locations { get; init; } = [];

    /// <summary>Subnets that are added, or take the place of those with their networks.</summary>
    public IReadOnlyList<NetworkSubnet> Subnets { get; init; } = [];

    /// <summary>Ids of locations that go.</summary>
    public IReadOnlyList<string> RemovedLocations { get; init; } = [];

    /// <summary>Networks of subnets that go.</summary>
    public IReadOnlyList<string> RemovedSubnets { get; init; } = [];

    /// <summary>True leaves alone what is there already: only what is missing is added.</summary>
    public bool KeepsExisting { get; init; }

    /// <summary>What of it is to be written over a table.</summary>
    public PlaceChange Over(PlaceTable before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return KeepsExisting
            ? this with { Locations = [.. Locations.Where(entry => Changes(before, entry))], Subnets = [.. Subnets.Where(entry => Changes(before, entry))] }
            : this;
    }

    /// <summary>Whether an entry of it is to be written over a table.</summary>
    internal bool Changes(PlaceTable before, Location entry) => !KeepsExisting || before.FindLocation(entry.Id) is null;

    /// <summary>Whether an entry of it is to be written over a table.</summary>
    internal bool Changes(PlaceTable before, NetworkSubnet entry) => !KeepsExisting || before.FindSubnet(entry.Cidr) is null;
}

/// <summary>Why a change cannot be made.</summary>
/// <param name="Row">Position in its list of the change, from 0.</param>
/// <param name="Field">What is at fault, <c>parent</c>.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record PlaceFault(int Row, string Field, string Message);

/// <summary>What became of a change.</summary>
/// <param name="Version">Number of the change; that of the one before when nothing changed.</param>
/// <param name="Added">Entries that are new.</param>
/// <param name="Replaced">Entries that took the place of one.</param>
/// <param name="Removed">Entries that are gone.</param>
/// <param name="Faults">Why it was refused; empty when it was made.</param>
public sealed record PlaceOutcome(long Version, int Added, int Replaced, int Removed, IReadOnlyList<PlaceFault> Faults);
