using System.Globalization;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Flows;

namespace Clarion.Correlation.Identity.Events;

/// <summary>State of a session, in the order of a usual life. Names of pxGrid's session directory.</summary>
public enum SessionState : byte
{
    /// <summary>A state this version does not know; taken for a running session.</summary>
    Unknown = 0,

    /// <summary>Credentials are being checked: says nothing about who is there.</summary>
    Authenticating = 1,

    /// <summary>Credentials were accepted.</summary>
    Authenticated = 2,

    /// <summary>The posture was assessed.</summary>
    Postured = 3,

    /// <summary>Accounting began, or reported in between.</summary>
    Started = 4,

    /// <summary>Over.</summary>
    Disconnected = 5,
}

/// <summary>
/// A session of the network access control as it is from this moment: the whole of it, not the difference. Only addresses live on when a newer
/// statement lacks them, because DHCP comes late.
/// </summary>
public sealed record SessionChanged : IdentityEvent
{
    /// <summary>Most addresses of one session that are kept.</summary>
    public const int MaxAddresses = 16;

    private readonly IpAddr[] _addresses = [];

    /// <summary>Audit session id; empty when the source has none.</summary>
    public string AuditSessionId { get; init; } = "";

    /// <summary>State.</summary>
    public required SessionState State { get; init; }

    /// <summary>MAC of the endpoint; none for VPN sessions, which are known by their address.</summary>
    public MacAddr Mac { get; init; }

    /// <summary>Addresses of the endpoint, at most <see cref="MaxAddresses"/>; empty when not (yet) known.</summary>
    public IReadOnlyList<IpAddr> Addresses
    {
        get => _addresses;
        init => _addresses = [.. value.Take(MaxAddresses)];
    }

    /// <summary>The person; null when none logged in.</summary>
    public AccountName? User { get; init; }

    /// <summary>The computer's account; null when it did not log in.</summary>
    public AccountName? Machine { get; init; }

    /// <summary>Access device, port and VLAN; null when not stated.</summary>
    public NetworkPlace? Place { get; init; }

    /// <summary>Number of the security group; 0 when only its name, or nothing, is stated.</summary>
    public ushort Sgt { get; init; }

    /// <summary>Name of the security group; empty when not stated.</summary>
    public string SgtName { get; init; } = "";

    /// <summary>Posture (<c>Compliant</c>); empty when not stated.</summary>
    public string Posture { get; init; } = "";

    /// <summary>Profile of the endpoint (<c>Windows10-Workstation</c>); empty when not stated.</summary>
    public string Profile { get; init; } = "";

    /// <summary>Key of the session: its audit id, else the device.</summary>
    public string Key => AuditSessionId.Length > 0 ? AuditSessionId : Device.ToString();

    /// <summary>Whose session it is: the MAC's, or for VPN the address's; none when neither is stated.</summary>
    public DeviceId Device => !Mac.IsNone ? DeviceId.Of(Mac) : _addresses.Length > 0 ? DeviceId.Of(_addresses[0]) : DeviceId.None;

    /// <summary>True when the session is running by this statement.</summary>
    internal bool IsLive => State is not (SessionState.Disconnected or SessionState.Authenticating);

    /// <inheritdoc />
    public override IEnumerable<string> Subjects =>
    [
        Device.ToString(), .. _addresses.Select(a => a.ToString()), .. User is { } user ? [user.Key] : Array.Empty<string>(),
        .. Machine is { } machine ? [machine.Key] : Array.Empty<string>(),
    ];

    /// <inheritdoc />
    internal override int Rank => (int)State;

    /// <inheritdoc />
    internal override string Content => string.Create(
        CultureInfo.InvariantCulture,
        $"{AuditSessionId}|{State}|{Mac}|{string.Join(',', _addresses)}|{User}|{Machine}|{Place}|{Sgt}|{SgtName}|{Posture}|{Profile}");

    /// <summary>True when the statement lists the address.</summary>
    internal bool Holds(UInt128 address)
    {
        foreach (var held in _addresses)
        {
            if (held.Value == address)
            {
                return true;
            }
        }

        return false;
    }
}
