namespace Clarion.Flows;

/// <summary>Which clock a flow's times were read from, best first (see docs/flows.md).</summary>
public enum FlowTimeOrigin : byte
{
    /// <summary>No time in the record: arrival of the datagram.</summary>
    Arrival,

    /// <summary>Absolute milliseconds (IE 152/153).</summary>
    Milliseconds,

    /// <summary>NTP or integer micro- or nanoseconds (IE 154 to 157).</summary>
    Fraction,

    /// <summary>Absolute seconds (IE 150/151).</summary>
    Seconds,

    /// <summary>The exporter's uptime clock (v5; IE 21/22).</summary>
    Uptime,

    /// <summary>Microseconds before the export time (IE 158/159).</summary>
    ExportDelta,

    /// <summary>Time of the event (IE 322 to 325).</summary>
    Event,

    /// <summary>Export time of the datagram's header.</summary>
    Export,
}

/// <summary>Which way the exporter saw the flow (IE 61, shifted by one so that 0 is "not reported").</summary>
public enum FlowDirection : byte
{
    /// <summary>Not reported, or a value outside the registry.</summary>
    Unknown,

    /// <summary>Entering the device.</summary>
    Ingress,

    /// <summary>Leaving the device.</summary>
    Egress,
}

/// <summary>Where a sampling rate came from, in order of precedence.</summary>
public enum FlowSamplingOrigin : byte
{
    /// <summary>Nobody said: 1.</summary>
    None,

    /// <summary>The operator's override for the exporter or interface.</summary>
    Override,

    /// <summary>A field of the record itself.</summary>
    Record,

    /// <summary>The sampler or selector the record names.</summary>
    Sampler,

    /// <summary>The domain's (or the exporter's only) sampler.</summary>
    Domain,

    /// <summary>The v5 header.</summary>
    Header,

    /// <summary>The operator's default.</summary>
    Default,
}

/// <summary>What the decoder did to, or knows about, a record.</summary>
[Flags]
public enum FlowMarks : ushort
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>The reverse half of a bidirectional record (RFC 5103, NSEL).</summary>
    ReverseHalf = 1,

    /// <summary>The source is known to have initiated the exchange (biflow or NSEL record).</summary>
    Initiator = 2,

    /// <summary>A firewall refused it: an attempt, not traffic.</summary>
    Denied = 4,

    /// <summary>A time lay outside reason and was clamped.</summary>
    TimeClamped = 8,

    /// <summary>Bytes include the layer 2 header (IE 352).</summary>
    Layer2Bytes = 16,

    /// <summary>Bytes or packets are the difference of running totals (IE 85/86).</summary>
    FromTotals = 32,

    /// <summary>An NSEL event record.</summary>
    FirewallEvent = 64,

    /// <summary>Read from a raw packet section (IE 313/315).</summary>
    PacketSection = 128,
}
