using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Stores;

/// <summary>What one tier of the store takes.</summary>
/// <param name="Tier"><c>journal</c>, <c>flows</c>, <c>compressedFlows</c>, <c>biflows</c>, <c>compressedBiflows</c>, <c>conversations</c>, <c>compressedConversations</c>, <c>rollups</c> or <c>rest</c>.</param>
/// <param name="Rows">Its rows; null when they are not counted.</param>
/// <param name="SizeBytes">Its bytes on disk; null when the engine cannot tell: they are in <c>rest</c>.</param>
/// <param name="BytesPerRow">The one divided by the other; null when either is unknown or there is no row.</param>
/// <param name="Flows">Flows in its rows; null for a tier that holds something else.</param>
/// <param name="BytesPerFlow">Its bytes divided by its flows; null when either is unknown or there is none.</param>
/// <param name="Parts">Files, days or hours that are dropped as a whole; null when it has none.</param>
/// <param name="UncompressedBytes">What it took before the server compressed it; null when it has not.</param>
/// <param name="CompressionRatio">That divided by what it takes now.</param>
public sealed record TierModel(
    string Tier, long? Rows, long? SizeBytes, double? BytesPerRow, long? Flows, double? BytesPerFlow, int? Parts, long? UncompressedBytes, double? CompressionRatio)
{
    internal static TierModel Of(TierReport report) => new(
        NameOf(report.Tier), report.Rows, report.SizeBytes, Ratio(report.SizeBytes, report.Rows), report.Flows, Ratio(report.SizeBytes, report.Flows), report.Parts,
        report.UncompressedBytes, Ratio(report.UncompressedBytes, report.SizeBytes));

    private static double? Ratio(long? of, long? by) => of is { } dividend && by is > 0 and { } divisor ? (double)dividend / divisor : null;

    private static string NameOf(StoreTier tier) => tier switch
    {
        StoreTier.Journal => "journal",
        StoreTier.Flows => "flows",
        StoreTier.CompressedFlows => "compressedFlows",
        StoreTier.Biflows => "biflows",
        StoreTier.CompressedBiflows => "compressedBiflows",
        StoreTier.Conversations => "conversations",
        StoreTier.CompressedConversations => "compressedConversations",
        StoreTier.Rollups => "rollups",
        _ => "rest",
    };
}

/// <summary>How the last round of retention ended.</summary>
/// <param name="At">When it ended, UTC.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="RemovedRows">Rows that it removed from all tables.</param>
/// <param name="Fault">Why it did not do all it had to; null when it did.</param>
public sealed record RetentionModel(DateTimeOffset At, double Seconds, long RemovedRows, string? Fault)
{
    internal static RetentionModel? Of(RetentionResult? result) =>
        result is null ? null : new(result.At, result.Took.TotalSeconds, result.RemovedRows, Texts.OrNull(result.Fault));
}
