using System.Collections.Frozen;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Gateway.Http.Places;
using Clarion.Gateway.Http.Reading;

namespace Clarion.Gateway.Http.Identity;

/// <summary>Who it is.</summary>
/// <param name="Outcome">known, noBinding, expired, ambiguous or external.</param>
/// <param name="Device">The device; the provisional <c>ip:</c> one of an internal address that nobody is known to hold; null when external.</param>
/// <param name="Confidence">How sure the device is, 0 to 1.</param>
/// <param name="IsNear">True when the session or binding is not of that very moment, but within the window around it.</param>
/// <param name="User">The person; null when unknown or nobody.</param>
/// <param name="Machine">The computer's account; null when unknown.</param>
/// <param name="Groups">Directory groups of the person.</param>
/// <param name="Sgt">Security group; 0 = unknown.</param>
/// <param name="SgtFrom">none, flow, session, addressMapping, deviceAssignment or userGroups.</param>
/// <param name="Place">Where it is attached; null when unknown.</param>
/// <param name="Session">Its session; null when there is none.</param>
/// <param name="HasRandomMac">True when the MAC is likely made up by the device (locally administered, and no known software numbers so): it may change.</param>
public sealed record IdentityModel(
    string Outcome, string? Device, double Confidence, bool IsNear, string? User, string? Machine, IReadOnlyList<string> Groups, int Sgt, string SgtFrom,
    PlaceModel? Place, SessionModel? Session, bool HasRandomMac)
{
    /// <summary>The subnet its address is in, as the site has described it by now; null when in none, or when neither the question nor the session has an address.</summary>
    public SubnetContextModel? Subnet { get; init; }

    /// <summary>How much of a risk it is by itself, and why.</summary>
    public RiskModel Risk { get; init; } = RiskModel.None;

    /// <summary>False when more is known of it than was read: the oldest was left out, and the answer may be wrong.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>Of an answer.</summary>
    public static IdentityModel Of(in DeviceAnswer answer) => new(
        IdentityNames.Of(answer.Outcome), Texts.OrNull(answer.Device.ToString()), Math.Round(answer.Confidence, 3), answer.IsNear, answer.User?.Key,
        answer.Machine?.Key, answer.Groups, answer.Sgt, IdentityNames.Of(answer.SgtProvenance), PlaceModel.Of(answer.Place),
        answer.Session is { } session ? SessionModel.Of(session) : null, answer.Device.IsMac && RandomMac.IsLikely(answer.Device.Mac));
}

/// <summary>Where a device is attached.</summary>
/// <param name="Switch">The switch or other access device; null when not stated.</param>
/// <param name="Port">Name of the port; null when not stated.</param>
/// <param name="Interface">Its ifIndex; null when not stated.</param>
/// <param name="Vlan">VLAN; null when not stated.</param>
public sealed record PlaceModel(string? Switch, string? Port, uint? Interface, int? Vlan)
{
    /// <summary>Of a place; null when nothing is stated.</summary>
    public static PlaceModel? Of(NetworkPlace? place) => place is null ? null : new PlaceModel(
        Texts.OrNull(place.Switch.ToString()), Texts.OrNull(place.Port), place.Interface == 0 ? null : place.Interface, place.Vlan == 0 ? null : place.Vlan);
}

/// <summary>A session as it was last stated.</summary>
/// <param name="Id">Audit session id; null when the source has none.</param>
/// <param name="State">unknown, authenticating, authenticated, postured, started or disconnected.</param>
/// <param name="At">When it was stated, UTC.</param>
/// <param name="Source">Who stated it.</param>
/// <param name="Group">Name of the security group it was given; null when not stated.</param>
/// <param name="Posture">Posture; null when not stated.</param>
/// <param name="Profile">Profile of the endpoint; null when not stated.</param>
public sealed record SessionModel(string? Id, string State, DateTimeOffset At, string Source, string? Group, string? Posture, string? Profile)
{
    /// <summary>Of a statement.</summary>
    public static SessionModel Of(SessionChanged session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new(
            Texts.OrNull(session.AuditSessionId), IdentityNames.Of(session.State), DateTimeOffset.FromUnixTimeMilliseconds(session.AtMs),
            IdentityNames.Of(session.Source), Texts.OrNull(session.SgtName), Texts.OrNull(session.Posture), Texts.OrNull(session.Profile));
    }
}

/// <summary>One reason for or against an answer.</summary>
/// <param name="Step">mac, address, session, groups or sgt.</param>
/// <param name="Verdict">accepted, or why it did not count.</param>
/// <param name="Source">Who stated it; null when nobody had to.</param>
/// <param name="Device">The device it speaks of; null when it speaks of none.</param>
/// <param name="At">When it was last stated, UTC; null when timeless.</param>
/// <param name="Text">What it says.</param>
public sealed record EvidenceModel(string Step, string Verdict, string? Source, string? Device, DateTimeOffset? At, string Text)
{
    /// <summary>Of a reason.</summary>
    public static EvidenceModel Of(Evidence reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new(
            IdentityNames.Of(reason.Step), IdentityNames.Of(reason.Verdict), reason.Source == IdentitySource.None ? null : IdentityNames.Of(reason.Source),
            Texts.OrNull(reason.Device.ToString()), reason.AtMs == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(reason.AtMs), reason.Text);
    }
}

/// <summary>An answer with its reasons.</summary>
/// <param name="Identity">The answer.</param>
/// <param name="Evidence">For and against, in the order of the steps.</param>
public sealed record ExplainedModel(IdentityModel Identity, IReadOnlyList<EvidenceModel> Evidence);

/// <summary>A session from then until then.</summary>
/// <param name="Device">The device.</param>
/// <param name="From">First statement that it runs, UTC.</param>
/// <param name="To">End, UTC; null while it runs.</param>
/// <param name="Ending">none, disconnected, replaced, addressTaken or silence.</param>
/// <param name="User">The person; null when nobody.</param>
/// <param name="Machine">The computer's account; null when unknown.</param>
/// <param name="Addresses">Its addresses.</param>
/// <param name="Place">Where; null when not stated.</param>
/// <param name="Session">As it was last stated.</param>
public sealed record SessionIntervalModel(
    string Device, DateTimeOffset From, DateTimeOffset? To, string Ending, string? User, string? Machine, IReadOnlyList<string> Addresses, PlaceModel? Place,
    SessionModel Session)
{
    /// <summary>Of an interval.</summary>
    public static SessionIntervalModel Of(SessionInterval interval) => new(
        interval.Device.ToString(), DateTimeOffset.FromUnixTimeMilliseconds(interval.FromMs),
        interval.ToMs == long.MaxValue ? null : DateTimeOffset.FromUnixTimeMilliseconds(interval.ToMs), IdentityNames.Of(interval.Ending),
        interval.Content.User?.Key, interval.Content.Machine?.Key, [.. interval.Content.Addresses.Select(a => a.ToString())],
        PlaceModel.Of(interval.Content.Place), SessionModel.Of(interval.Content));
}

/// <summary>What a device is said to be.</summary>
/// <param name="Name">Name of the attribute.</param>
/// <param name="Value">Its value, from the source that is believed most.</param>
/// <param name="Source">That source.</param>
/// <param name="At">When it said so, UTC.</param>
public sealed record AttributeModel(string Name, string Value, string Source, DateTimeOffset At)
{
    /// <summary>Of an attribute.</summary>
    public static AttributeModel Of(DeviceAttribute attribute) => new(
        attribute.Name, attribute.Value, IdentityNames.Of(attribute.Source), DateTimeOffset.FromUnixTimeMilliseconds(attribute.AtMs));
}

/// <summary>Names of enumerations in answers: those of the code, with a small first letter.</summary>
public static class IdentityNames
{
    /// <summary>The name.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.All.TryGetValue(value, out var name) ? name : Name(value);

    private static string Name<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    // Answers have several for each of thousands of flows.
    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> All = Enum.GetValues<T>().Distinct().ToFrozenDictionary(value => value, Name);
    }
}
