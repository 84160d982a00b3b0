namespace Clarion.Grains.Interfaces.Addresses;

/// <summary>One internal address (key: its text): who held it, and when.</summary>
[Alias("clarion.IAddressGrain")]
public interface IAddressGrain : IGrainWithStringKey
{
    /// <summary>Adds sightings; an older sighting is filed in its own time.</summary>
    [Alias("Learn")]
    Task Learn(IReadOnlyList<AddressBinding> sightings);

    /// <summary>Takes back intervals of this MAC that began at or after a moment.</summary>
    [Alias("Revoke")]
    Task Revoke(string mac, long sinceMs);

    /// <summary>Binding intervals, newest first.</summary>
    [Alias("History")]
    Task<IReadOnlyList<AddressBinding>> History();

    /// <summary>Who held the address at a moment (Unix milliseconds); null when nobody is known to.</summary>
    [Alias("At")]
    Task<AddressBinding?> At(long timeMs);
}

/// <summary>An interval in which an address belonged to a MAC.</summary>
/// <param name="Mac">MAC text.</param>
/// <param name="FirstMs">First seen, Unix milliseconds.</param>
/// <param name="LastMs">Last seen, Unix milliseconds.</param>
/// <param name="Source">Who said so: "flow".</param>
/// <param name="Switch">Exporter that saw it.</param>
/// <param name="Interface">Its interface; 0 = unknown.</param>
/// <param name="Vlan">VLAN; 0 = unknown.</param>
[GenerateSerializer, Immutable, Alias("clarion.AddressBinding")]
public sealed record AddressBinding(
    [property: Id(0)] string Mac,
    [property: Id(1)] long FirstMs,
    [property: Id(2)] long LastMs,
    [property: Id(3)] string Source,
    [property: Id(4)] string Switch,
    [property: Id(5)] uint Interface,
    [property: Id(6)] ushort Vlan);
