using System.Globalization;
using Clarion.Connectors.ActiveDirectory.Reading;

namespace Clarion.Connectors.ActiveDirectory.Sync;

/// <summary>What the next pass does.</summary>
/// <param name="Reason">Why everything is read; null when only changes are.</param>
/// <param name="FromUsn">First change to read.</param>
internal sealed record SyncPlan(string? Reason, long FromUsn)
{
    // Tombstones live 60 days in domains that were never told otherwise.
    private static readonly TimeSpan OldestMark = TimeSpan.FromDays(30);

    /// <summary>Decides.</summary>
    public static SyncPlan Decide(
        SyncCheckpoint? checkpoint, DomainContext domain, ActiveDirectoryOptions options, bool asked, DateTimeOffset now)
    {
        if (asked)
        {
            return Full("asked for");
        }

        if (checkpoint is null)
        {
            return Full("the first one");
        }

        if (!string.Equals(checkpoint.Directory, domain.Directory, StringComparison.Ordinal)
            || !string.Equals(checkpoint.Scope, Scope(options), StringComparison.Ordinal))
        {
            return Full("the options have changed");
        }

        if (now >= NextFull(checkpoint.FullPassAt, options.Times.FullPassAt))
        {
            return Full("the daily one");
        }

        if (options.Increments == DirectoryIncrements.DirSync)
        {
            return checkpoint.Cookie is null ? Full("there is no cookie yet") : new SyncPlan(null, 0);
        }

        // Change numbers are a controller's own: of one that was never read, or was restored from a backup, they say nothing.
        return checkpoint.Mark(domain.Controller) is not { } mark ? Full("this controller was not read before, or was restored")
            : mark.Usn > domain.HighUsn ? Full("the controller's changes have gone back")
            : now - mark.At > OldestMark ? Full("the last pass was too long ago")
            : new SyncPlan(null, mark.Usn + 1);
    }

    /// <summary>What options say about what is read, apart from how.</summary>
    public static string Scope(ActiveDirectoryOptions options) =>
        string.Create(CultureInfo.InvariantCulture, $"{options.BaseDn.ToLowerInvariant()}|{options.Limits.TextLength}");

    /// <summary>When the next daily full pass is due, UTC.</summary>
    public static DateTimeOffset NextFull(DateTimeOffset last, TimeOnly at)
    {
        var utc = last.ToUniversalTime();
        var due = new DateTimeOffset(DateOnly.FromDateTime(utc.DateTime), at, TimeSpan.Zero);
        return due > utc ? due : due.AddDays(1);
    }

    private static SyncPlan Full(string reason) => new(reason, 0);
}
