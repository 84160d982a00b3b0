namespace Clarion.Grains.Interfaces;

/// <summary>Sums of traffic. Bytes and packets are scaled by sampling.</summary>
/// <param name="Flows">Flow records.</param>
/// <param name="BytesSent">From the entity.</param>
/// <param name="BytesReceived">To the entity.</param>
/// <param name="PacketsSent">From the entity.</param>
/// <param name="PacketsReceived">To the entity.</param>
/// <param name="DeniedFlows">Records of denied attempts.</param>
[GenerateSerializer, Immutable, Alias("clarion.Usage")]
public readonly record struct Usage(
    [property: Id(0)] long Flows,
    [property: Id(1)] ulong BytesSent,
    [property: Id(2)] ulong BytesReceived,
    [property: Id(3)] ulong PacketsSent,
    [property: Id(4)] ulong PacketsReceived,
    [property: Id(5)] long DeniedFlows)
{
    /// <summary>The sum of two usages.</summary>
    public static Usage operator +(Usage left, Usage right) => new(
        left.Flows + right.Flows,
        left.BytesSent + right.BytesSent,
        left.BytesReceived + right.BytesReceived,
        left.PacketsSent + right.PacketsSent,
        left.PacketsReceived + right.PacketsReceived,
        left.DeniedFlows + right.DeniedFlows);

    /// <summary>What takes this usage back when it is added; unsigned numbers as two's complement.</summary>
    public Usage Negated() => new(-Flows, 0 - BytesSent, 0 - BytesReceived, 0 - PacketsSent, 0 - PacketsReceived, -DeniedFlows);

    /// <summary>This usage with 0 in place of what would be less: more was taken back of a bounded sum than was left in it.</summary>
    public Usage NotNegative() => new(
        Math.Max(0, Flows), NotNegative(BytesSent), NotNegative(BytesReceived), NotNegative(PacketsSent), NotNegative(PacketsReceived), Math.Max(0, DeniedFlows));

    private static ulong NotNegative(ulong sum) => (long)sum < 0 ? 0 : sum;

    /// <summary>The sum of two usages.</summary>
    public static Usage Add(Usage left, Usage right) => left + right;
}

/// <summary>Usage of one five-minute bucket.</summary>
/// <param name="Bucket">Unix seconds divided by 300.</param>
/// <param name="Usage">Sums.</param>
[GenerateSerializer, Immutable, Alias("clarion.BucketUsage")]
public readonly record struct BucketUsage([property: Id(0)] uint Bucket, [property: Id(1)] Usage Usage);

/// <summary>One of the largest services of an entity; counts of a bounded sketch.</summary>
/// <param name="Protocol">IANA number.</param>
/// <param name="Port">Server port.</param>
/// <param name="Flows">Flow records, estimated from above.</param>
/// <param name="Bytes">Scaled bytes, estimated from above.</param>
/// <param name="MaxErrorBytes">By how much <paramref name="Bytes"/> may be too large.</param>
/// <param name="Serves">True when the entity is the server.</param>
[GenerateSerializer, Immutable, Alias("clarion.ServiceUsage")]
public readonly record struct ServiceUsage(
    [property: Id(0)] byte Protocol, [property: Id(1)] ushort Port, [property: Id(2)] long Flows, [property: Id(3)] ulong Bytes,
    [property: Id(4)] ulong MaxErrorBytes, [property: Id(5)] bool Serves);

/// <summary>One of the largest peers of a device; counts of a bounded sketch.</summary>
/// <param name="Peer">DeviceId text, or an external network.</param>
/// <param name="Flows">Flow records, estimated from above.</param>
/// <param name="Bytes">Scaled bytes, estimated from above.</param>
/// <param name="MaxErrorBytes">By how much <paramref name="Bytes"/> may be too large.</param>
[GenerateSerializer, Immutable, Alias("clarion.PeerUsage")]
public readonly record struct PeerUsage(
    [property: Id(0)] string Peer, [property: Id(1)] long Flows, [property: Id(2)] ulong Bytes, [property: Id(3)] ulong MaxErrorBytes);
