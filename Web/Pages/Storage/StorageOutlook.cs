using Clarion.Gateway.Http.Stores;

namespace Clarion.Web.Pages.Storage;

/// <summary>
/// How long free space lasts. Raw flows are by far the largest part and their growth is known: what arrives, times what a flow takes.
/// Rollups grow slower and are left out, so it is an estimate and says so.
/// </summary>
/// <param name="GrowthBytesPerDay">Growth of raw flows a day at the present rate.</param>
/// <param name="Settles">Whether retention stops the growth before the disk is full.</param>
/// <param name="RawAtRetention">What raw flows take once retention removes as much as arrives; null when they are kept for ever.</param>
/// <param name="DaysLeft">Days until free space is used, when retention does not stop the growth before.</param>
public sealed record StorageOutlook(double GrowthBytesPerDay, bool Settles, double? RawAtRetention, double? DaysLeft)
{
    /// <summary>Name of the table of raw flows.</summary>
    public const string RawTable = "flows";

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

        var growth = flowsPerSecond.Value * storage.BytesPerFlow.Value * SecondsPerDay;
        var raw = storage.Tables.FirstOrDefault(table => table.Table == RawTable);
        double? full = raw?.RetentionSeconds is { } seconds ? growth * (seconds / SecondsPerDay + DaysOnTop) : null;
        var now = (raw?.Rows ?? 0) * storage.BytesPerFlow.Value;

        // A database server does not say how much room it has: then retention is taken to come first.
        var settles = full is { } most && (storage.FreeBytes is not { } free || most - now <= free);
        return new StorageOutlook(growth, settles, full, settles ? null : storage.FreeBytes / growth);
    }
}
