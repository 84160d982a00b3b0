namespace Clarion.Gateway.Delivery;

/// <summary>What gateways and silos must agree on; the host fills it from the silo's settings.</summary>
public sealed record DeliveryOptions
{
    /// <summary>Partitions of the delta stream.</summary>
    public int Partitions { get; set; } = 4;

    /// <summary>
    /// Windows that may be sent ahead of the slowest partition; null when the stream bounds itself. A stream in memory takes whatever it is given.
    /// </summary>
    public int? WindowsAhead { get; set; } = 64;
}
