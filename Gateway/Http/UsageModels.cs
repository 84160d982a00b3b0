using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces;

namespace Clarion.Gateway.Http;

/// <summary>Sums of traffic of an entity. Bytes and packets are scaled by sampling.</summary>
/// <param name="Flows">Flow records in either direction.</param>
/// <param name="BytesSent">From the entity; for a group pair, from clients to servers.</param>
/// <param name="BytesReceived">To the entity.</param>
/// <param name="PacketsSent">From the entity.</param>
/// <param name="PacketsReceived">To the entity.</param>
/// <param name="DeniedFlows">Records of attempts that a firewall denied.</param>
public sealed record UsageModel(
    long Flows, ulong BytesSent, ulong BytesReceived, ulong PacketsSent, ulong PacketsReceived, long DeniedFlows)
{
    internal static UsageModel Of(Usage usage) => new(
        usage.Flows, usage.BytesSent, usage.BytesReceived, usage.PacketsSent, usage.PacketsReceived, usage.DeniedFlows);
}

/// <summary>Usage of a five-minute bucket.</summary>
/// <param name="Time">Start of the bucket, UTC.</param>
/// <param name="Usage">Sums.</param>
public sealed record BucketModel(DateTimeOffset Time, UsageModel Usage)
{
    private const long BucketMs = 300_000;

    internal static IReadOnlyList<BucketModel> Of(IReadOnlyList<BucketUsage> buckets) =>
        [.. buckets.Select(b => new BucketModel(Moments.Of(b.Bucket * BucketMs), UsageModel.Of(b.Usage)))];
}
