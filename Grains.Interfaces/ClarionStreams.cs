namespace Clarion.Grains.Interfaces;

/// <summary>Names that gateways and silos must agree on; frozen for the life of a deployment.</summary>
public static class ClarionStreams
{
    /// <summary>Name of the stream provider of deltas.</summary>
    public const string Provider = "deltas";

    /// <summary>Stream namespace of deltas; the stream's key is the partition number.</summary>
    public const string DeltaNamespace = "flow-deltas";
}
