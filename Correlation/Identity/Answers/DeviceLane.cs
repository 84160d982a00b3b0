using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity.Answers;

/// <summary>What one source says of one side of a device over time.</summary>
/// <param name="Kind"><c>address</c>, <c>port</c>, <c>user</c>, <c>posture</c>, <c>profile</c>, or the name of an attribute that a source describes the device with.</param>
/// <param name="Source">Who says so.</param>
/// <param name="Intervals">What it says, oldest first. They overlap where a device has several at once, as addresses.</param>
public sealed record DeviceLane(string Kind, IdentitySource Source, IReadOnlyList<LaneInterval> Intervals)
{
    /// <summary>Kind: addresses.</summary>
    public const string Address = "address";

    /// <summary>Kind: ports of switches and access devices.</summary>
    public const string Port = "port";

    /// <summary>Kind: accounts that were logged in.</summary>
    public const string User = "user";

    /// <summary>Kind: posture of the session.</summary>
    public const string Posture = "posture";

    /// <summary>Kind: profile of the endpoint, by the session or by the profiler.</summary>
    public const string Profile = "profile";
}

/// <summary>Something that was so, from then until then.</summary>
/// <param name="FromMs">Unix milliseconds, inclusive.</param>
/// <param name="ToMs">Exclusive; <see cref="long.MaxValue"/> while it is so.</param>
/// <param name="Value">What was so; untrusted text.</param>
/// <param name="Ending">For what a session says: how the session ended; none when something else came, or it runs.</param>
public readonly record struct LaneInterval(long FromMs, long ToMs, string Value, SessionEnding Ending);
