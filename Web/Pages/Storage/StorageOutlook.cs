using Clarion.Gateway.Http.Stores;

namespace Clarion.Web.Pages.Storage;

/// <summary>
/// How long free space lasts. Flows are by far the largest part and their growth is known: what arrives, times what a flow takes, raw at first and in the long
/// tier after. Rollups grow slower and are left out, so it is an estimate and says so.
/// </summary>
/// <param name="GrowthBytesPerDay">Growth of raw flows a day at the present rate.</param>
/// <param name="Settles">Whether retention stops the growth before the disk is full.</param>
/// <param name="FlowsAtRetention">What flows take in both tiers once retention removes as much as arrives; null when they are kept for ever.</param>
/// <param name="LacksLongTier">True when it is not known yet what a flow takes in the long tier, which is left out then.</param>
/// <param name="DaysLeft">Days until free space is used, when retention does not stop the growth before.</param>
public sealed record StorageOutlook(double GrowthBytesPerDay, bool Settles, double? FlowsAtRetention, bool LacksLongTier, double? DaysLeft)
{
    /// <summary>Name of the table of raw flows.</summary>
    public const string RawTable = "flows";

    private const string LongTable = "biflows";
    private static readonly string[] LongTiers = ["compressedBiflows", LongTable];

    private const double SecondsPerDay = 86_400;

    // Retention removes whole days, so up to a day more than the retention is on disk.
    private const double DaysOnTop = 1;

    /// <summary>Reckons; null when the size of a flow or the rate is not known, or nothing arrives.</summary>
    public static StorageOutlook? Of(StorageModel storage, double? flowsPerSecond)
    {
        ArgumentNullException.ThrowIfNull(storage);
        if (storage.BytesPerFlow is not > 0 || flowsPerSecond is not > 0)
        {
            return null;
        }

        var flowsPerDay = flowsPerSecond.Value * SecondsPerDay;
        var growth = flowsPerDay * storage.BytesPerFlow.Value;
        var (raw, older) = (Table(storage, RawTable), Table(storage, LongTable));
        var rawDays = raw?.RetentionSeconds / SecondsPerDay;
        var olderDays = older?.RetentionSeconds / SecondsPerDay - rawDays is > 0 and { } days ? days : 0;
        var olderBytes = olderDays > 0 ? LongTiers.Select(name => storage.Tiers.FirstOrDefault(tier => tier.Tier == name)?.BytesPerFlow).FirstOrDefault(each => each is not null) : 0;
        var olderGrowth = flowsPerDay * (olderBytes ?? 0);

        var now = storage.Tiers.Where(tier => tier.Flows is not null).Sum(tier => tier.SizeBytes ?? 0);
        double? rawAtMost = growth * (rawDays + DaysOnTop);
        var full = rawAtMost + olderGrowth * olderDays;

        // A database server does not say how much room it has: then retention is taken to come first.
        var settles = full is { } most && (storage.FreeBytes is not { } free || most - now <= free);
        return new StorageOutlook(growth, settles, full, olderBytes is null, settles ? null : Left(storage.FreeBytes, growth, rawAtMost - now, olderGrowth));
    }

    // Raw flows grow until retention takes as many as come; from then on only the long tier grows.
    private static double? Left(long? free, double growth, double? rawRoom, double olderGrowth) => rawRoom is > 0 and { } room && free > room && olderGrowth > 0
        ? room / growth + (free - room) / olderGrowth
        : free / growth;

    private static TableModel? Table(StorageModel storage, string name) => storage.Tables.FirstOrDefault(table => table.Table == name);
}
