using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity.Facts;

/// <summary>A device's session as of a moment.</summary>
/// <param name="Session">The session; null when the device has none.</param>
/// <param name="Content">What it says then.</param>
/// <param name="EndedMs">When it had ended, Unix milliseconds; <see cref="long.MaxValue"/> while it runs.</param>
internal readonly record struct SessionView(SessionFacts? Session, SessionChanged? Content, long EndedMs)
{
    /// <summary>True when it runs.</summary>
    public bool IsActive => Session is not null && EndedMs == long.MaxValue;
}
