using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity.Answers;

/// <summary>Whether a device was found, and why not.</summary>
public enum IdentityOutcome : byte
{
    /// <summary>Nothing was asked: neither address nor MAC.</summary>
    NotAsked = 0,

    /// <summary>The device is known.</summary>
    Known = 1,

    /// <summary>Nobody is known to hold the internal address.</summary>
    NoBinding = 2,

    /// <summary>Somebody held the address, but no longer. As far as is remembered: later it is no binding.</summary>
    Expired = 3,

    /// <summary>Several devices hold the address, and nothing tells which of them this is.</summary>
    Ambiguous = 4,

    /// <summary>The address is outside the organisation.</summary>
    External = 5,
}

/// <summary>Where a security group was learnt, in the order of preference.</summary>
public enum SgtProvenance : byte
{
    /// <summary>No group is known.</summary>
    None = 0,

    /// <summary>The flow carried it.</summary>
    Flow = 1,

    /// <summary>The session says so.</summary>
    Session = 2,

    /// <summary>A binding of the address or its prefix: static, or learnt by SXP.</summary>
    AddressMapping = 3,

    /// <summary>An assignment of the device outside its session.</summary>
    DeviceAssignment = 4,

    /// <summary>The groups of the user lead to it.</summary>
    UserGroups = 5,
}

/// <summary>Who it is.</summary>
public readonly record struct DeviceAnswer
{
    /// <summary>Whether the device is known, and why not.</summary>
    public IdentityOutcome Outcome { get; init; }

    /// <summary>
    /// The device: by MAC (or by address, for a VPN session) when known; the provisional <c>ip:</c> device of an internal address that is not; none
    /// when external.
    /// </summary>
    public DeviceId Device { get; init; }

    /// <summary>How sure the device is, 0 to 1; see <see cref="IdentitySources.Confidence"/>.</summary>
    public double Confidence { get; init; }

    /// <summary>Where the device is attached; null when not known.</summary>
    public NetworkPlace? Place { get; init; }

    /// <summary>Its session; null when none is known at that moment or within the window.</summary>
    public SessionChanged? Session { get; init; }

    /// <summary>True when the session or binding is not of that very moment but within the window.</summary>
    public bool IsNear { get; init; }

    /// <summary>The person; null when unknown or nobody.</summary>
    public AccountName? User => Session?.User;

    /// <summary>The computer's account; null when unknown.</summary>
    public AccountName? Machine => Session?.Machine;

    /// <summary>Directory groups of the person; empty when unknown.</summary>
    public IReadOnlyList<string> Groups => _groups ?? [];

    /// <summary>Security group; 0 = unknown.</summary>
    public ushort Sgt { get; init; }

    /// <summary>Where the security group was learnt.</summary>
    public SgtProvenance SgtProvenance { get; init; }

    /// <summary>True when the device's MAC is locally administered: a device that changes its MAC appears as several.</summary>
    public bool HasLocalMac => Device.IsMac && Device.Mac.IsLocal;

    private readonly IReadOnlyList<string>? _groups;

    internal DeviceAnswer WithGroups(IReadOnlyList<string> groups) => new(this, groups);

    private DeviceAnswer(DeviceAnswer answer, IReadOnlyList<string> groups)
    {
        this = answer;
        _groups = groups;
    }
}
