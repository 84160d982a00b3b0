using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity.Facts;

/// <summary>A device's session as of a moment.</summary>
/// <param name="Session">The session; null when the device has none.</param>
/// <param name="Content">What it says then.</param>
/// <param name="Since">The newest statement of the device's other sessions, or end of this one: what it said before does not count. Null when there is none.</param>
/// <param name="EndedMs">When it had ended, Unix milliseconds; <see cref="long.MaxValue"/> while it runs.</param>
internal readonly record struct SessionView(SessionFacts? Session, SessionChanged? Content, SessionChanged? Since, long EndedMs)
{
    /// <summary>True when it runs.</summary>
    public bool IsActive => Session is not null && EndedMs == long.MaxValue;

    /// <summary>The newest statement, at or before a moment, that lists its addresses.</summary>
    public SessionChanged? AddressedAt(long timeMs) => Session?.AddressedAt(timeMs, Since);
}
