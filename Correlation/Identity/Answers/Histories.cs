using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity.Answers;

/// <summary>Who held an address, from then until then. Intervals of one address never overlap.</summary>
/// <param name="FromMs">Unix milliseconds, inclusive.</param>
/// <param name="ToMs">Unix milliseconds, exclusive.</param>
/// <param name="Outcome">Known, or why nobody is named.</param>
/// <param name="Device">The holder; the provisional device when not known.</param>
/// <param name="Place">Where it was attached; null when not known.</param>
/// <param name="Confidence">How sure that is at the beginning of the interval, 0 to 1.</param>
public readonly record struct HolderInterval(
    long FromMs, long ToMs, IdentityOutcome Outcome, DeviceId Device, NetworkPlace? Place, double Confidence);

/// <summary>How a session ended.</summary>
public enum SessionEnding : byte
{
    /// <summary>It runs.</summary>
    None = 0,

    /// <summary>The source said so.</summary>
    Disconnected = 1,

    /// <summary>The device began another one.</summary>
    Replaced = 2,

    /// <summary>Other devices got its addresses: its end was missed.</summary>
    AddressTaken = 3,

    /// <summary>The source said nothing for too long.</summary>
    Silence = 4,
}

/// <summary>A session of a device, from then until then.</summary>
/// <param name="Device">The device.</param>
/// <param name="FromMs">First statement that it runs, Unix milliseconds, inclusive.</param>
/// <param name="ToMs">End, exclusive; <see cref="long.MaxValue"/> while it runs. For a session whose address was taken: not known better than now.</param>
/// <param name="Ending">How it ended.</param>
/// <param name="Content">Its newest statement that it runs: user, port, group, posture, profile.</param>
public readonly record struct SessionInterval(DeviceId Device, long FromMs, long ToMs, SessionEnding Ending, SessionChanged Content);

/// <summary>What a device is said to be, with who said so.</summary>
/// <param name="Name">Name of the attribute.</param>
/// <param name="Value">Its value, from the source that is believed most.</param>
/// <param name="Source">That source.</param>
/// <param name="AtMs">When it said so, Unix milliseconds.</param>
public readonly record struct DeviceAttribute(string Name, string Value, IdentitySource Source, long AtMs);
