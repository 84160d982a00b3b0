using System.Text.Json;
using Clarion.Connectors.Facts;
using Clarion.Connectors.Rest.Feeds;
using Clarion.Connectors.Rest.Json;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;

namespace Clarion.Connectors.ClearPass;

/// <summary>What a session of ClearPass says. Pure; whatever the record holds, it becomes a fact or is skipped with a reason.</summary>
internal static class SessionMapping
{
    // Its ids must not meet those of ISE.
    private const string KeyPrefix = "clearpass/";

    /// <summary>The session, from its begin or to its end.</summary>
    public static Mapped<SessionChanged> Of(JsonElement record, DateTimeOffset readAt, DomainNames domains)
    {
        var mac = HostMac.TryParse(JsonText.Of(record, "mac_address"), out var host) || HostMac.TryParse(JsonText.Of(record, "callingstationid"), out host)
            ? host : default;
        var addresses = HostAddresses.Of(
            [.. JsonText.List(record, "framedipaddress"), .. JsonText.List(record, "framedipv6address")], SessionChanged.MaxAddresses);
        var id = BoundedText.Of(JsonText.Of(record, "id") ?? JsonText.Of(record, "acctsessionid"));
        if (id.Length == 0 || id.AsSpan().ContainsAny('\r', '\n') || (mac.IsNone && addresses.Count == 0))
        {
            return new Mapped<SessionChanged>(null, 1, id.Length == 0 ? "A session has no id." : "A session has neither a MAC nor an address that could be read.");
        }

        var began = PlatformTime.Of(record, "acctstarttime", readAt);
        var ended = PlatformTime.Of(record, "acctstoptime", readAt);
        var isOver = ended is not null || string.Equals(JsonText.Of(record, "state"), "closed", StringComparison.OrdinalIgnoreCase);
        var account = AccountParser.Parse(JsonText.Of(record, "username"), domains);
        return new Mapped<SessionChanged>(new SessionChanged
        {
            AtMs = ((isOver ? ended : began) ?? readAt).ToUnixTimeMilliseconds(),
            ArrivedMs = readAt.ToUnixTimeMilliseconds(),
            Source = IdentitySource.Session,
            AuditSessionId = KeyPrefix + id,
            State = isOver ? SessionState.Disconnected : SessionState.Started,
            Mac = mac,
            Addresses = addresses,
            User = account?.Kind == AccountKind.Person ? account : null,
            Machine = account?.Kind == AccountKind.Machine ? account : null,
            Place = Place(record),
        });
    }

    private static NetworkPlace? Place(JsonElement record)
    {
        var place = new NetworkPlace
        {
            Switch = IpAddr.TryParse(JsonText.Of(record, "nasipaddress"), out var nas) ? nas : IpAddr.None,
            Port = BoundedText.Of(JsonText.Of(record, "nasportid")),
        };
        return place.Switch.IsNone && place.Port.Length == 0 ? null : place;
    }
}
