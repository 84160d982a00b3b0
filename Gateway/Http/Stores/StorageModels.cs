using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Stores;

/// <summary>What is on disk.</summary>
/// <param name="Engine">Engine and version.</param>
/// <param name="Location">File or server, without secrets.</param>
/// <param name="SizeBytes">All files of the store.</param>
/// <param name="FreeBytes">Free space where it lies; null when the store cannot know.</param>
/// <param name="BytesPerFlow">Size of the raw tier divided by its rows; null when empty or unknown.</param>
/// <param name="Tables">Per table.</param>
/// <param name="LastRetention">When retention last ran, UTC; null when it has not.</param>
/// <param name="DeletedRows">Rows that retention has removed, by table.</param>
/// <param name="Fault">What is wrong now; null when healthy.</param>
public sealed record StorageModel(
    string Engine, string Location, long SizeBytes, long? FreeBytes, double? BytesPerFlow, IReadOnlyList<TableModel> Tables,
    DateTimeOffset? LastRetention, IReadOnlyDictionary<string, long> DeletedRows, string? Fault)
{
    /// <summary>What each tier takes, in the order in which flows go through them.</summary>
    public IReadOnlyList<TierModel> Tiers { get; init; } = [];

    /// <summary>How the last round of retention ended, in whichever process; null when there was none.</summary>
    public RetentionModel? Retention { get; init; }

    /// <summary>When the next one is due, UTC; null when the first has not run.</summary>
    public DateTimeOffset? NextRetention { get; init; }

    /// <summary>Whether a round of upkeep that somebody asked for is under way in this process.</summary>
    public bool UpkeepRunning { get; init; }

    internal static StorageModel Of(StoreReport report, bool upkeepRunning) => new(
        report.Engine, report.Location, report.SizeBytes, report.FreeBytes, report.BytesPerFlow,
        [.. report.Tables.Select(t => new TableModel(t.Table, t.Rows, t.Oldest, t.Newest, t.Retention?.TotalSeconds))],
        report.LastRetention, report.DeletedRows, Texts.OrNull(report.Fault))
    {
        Tiers = [.. report.Tiers.Select(TierModel.Of)],
        Retention = RetentionModel.Of(report.Retention),
        NextRetention = report.NextRetention,
        UpkeepRunning = upkeepRunning,
    };
}

/// <summary>One table.</summary>
/// <param name="Table">Name.</param>
/// <param name="Rows">Rows now.</param>
/// <param name="Oldest">Oldest row, UTC; null when empty or without a time.</param>
/// <param name="Newest">Newest row, UTC.</param>
/// <param name="RetentionSeconds">How long rows are kept; null = for ever.</param>
public sealed record TableModel(string Table, long Rows, DateTimeOffset? Oldest, DateTimeOffset? Newest, double? RetentionSeconds);
