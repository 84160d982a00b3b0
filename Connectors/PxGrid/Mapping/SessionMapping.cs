using System.Globalization;
using Clarion.Connectors.Facts;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Sessions;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;

namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>A session of ISE as a fact. Pure; whatever the texts hold, it becomes a fact.</summary>
internal static class SessionMapping
{
    private const int MaxVlan = 4094;

    /// <summary>The whole of the session from its time on; its device is none when ISE tells neither a MAC nor an address.</summary>
    public static SessionChanged Of(in PxChange<PxSession> change, DateTimeOffset receivedAt, DomainNames domains)
    {
        var session = change.Record;
        var accounts = SessionAccounts.Of(session, domains);
        return new SessionChanged
        {
            // That a session is absent is known since the read; by whichever of the two clocks is ahead, after all that was said of it.
            AtMs = FactTime.Of(session.Timestamp, receivedAt, isGone: change.Kind == PxChangeKind.Absent).ToUnixTimeMilliseconds(),
            ArrivedMs = receivedAt.ToUnixTimeMilliseconds(),
            Source = IdentitySource.Session,
            AuditSessionId = BoundedText.Of(session.AuditSessionId),
            State = change.Kind == PxChangeKind.Current ? State(session.State) : SessionState.Disconnected,
            Mac = Mac(session),
            Addresses = HostAddresses.Of(session.IpAddresses, SessionChanged.MaxAddresses),
            User = accounts.User,
            Machine = accounts.Machine,
            Place = Place(session),
            SgtName = BoundedText.Of(session.CtsSecurityGroup),
            Posture = BoundedText.Of(session.PostureStatus),
            Profile = BoundedText.Of(session.EndpointProfile),
        };
    }

    // The calling station of a VPN session is the address it calls from, not the one it gets: only a MAC is taken from there.
    private static MacAddr Mac(PxSession session) =>
        HostMac.TryParse(session.MacAddress, out var mac) || HostMac.TryParse(session.CallingStationId, out mac) ? mac : default;

    private static SessionState State(string? state) => state?.ToUpperInvariant() switch
    {
        "AUTHENTICATING" => SessionState.Authenticating,
        "AUTHENTICATED" => SessionState.Authenticated,
        "POSTURED" => SessionState.Postured,
        "STARTED" => SessionState.Started,
        "DISCONNECTED" => SessionState.Disconnected,
        _ => SessionState.Unknown,
    };

    private static NetworkPlace? Place(PxSession session)
    {
        var place = new NetworkPlace
        {
            Switch = IpAddr.TryParse(session.NasIpAddress, out var nas) ? nas : IpAddr.None,
            Port = session.NasPortId ?? "",
            Vlan = Vlan(session.TunnelPrivateGroupId),
        };
        return place.Switch.IsNone && place.Port.Length == 0 && place.Vlan == 0 ? null : place;
    }

    // A VLAN may be given by its name too, which is no number.
    private static ushort Vlan(string? text) =>
        ushort.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var vlan) && vlan <= MaxVlan
            ? vlan
            : (ushort)0;
}
