namespace Clarion.Gateway.Delivery;

/// <summary>What gateways and silos must agree on; the host fills it from the silo's settings.</summary>
public sealed record DeliveryOptions
{
    /// <summary>Partitions of the delta stream.</summary>
    public int Partitions { get; set; } = 16;
}
