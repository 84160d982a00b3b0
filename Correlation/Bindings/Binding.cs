using Clarion.Flows;

namespace Clarion.Correlation.Bindings;

/// <summary>Where a binding was learnt.</summary>
public enum BindingSource : byte
{
    /// <summary>A flow record that carried the source MAC, seen entering an access port.</summary>
    Flow = 1,
}

/// <summary>A time-bounded fact: this address belonged to this MAC, behind this port.</summary>
/// <param name="Address">The internal address.</param>
/// <param name="Mac">Who held it.</param>
/// <param name="FirstMs">First seen, Unix milliseconds, inclusive.</param>
/// <param name="LastMs">Last seen, Unix milliseconds, inclusive.</param>
/// <param name="Source">Who said so.</param>
/// <param name="Exporter">Exporter that saw the frame.</param>
/// <param name="Interface">Its ingress interface; 0 = unknown.</param>
/// <param name="Vlan">VLAN of the frame; 0 = unknown.</param>
public readonly record struct Binding(
    IpAddr Address,
    MacAddr Mac,
    long FirstMs,
    long LastMs,
    BindingSource Source,
    IpAddr Exporter,
    uint Interface,
    ushort Vlan);
