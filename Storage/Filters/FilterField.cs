namespace Clarion.Storage.Filters;

/// <summary>What a filter may be applied to.</summary>
[Flags]
public enum FilterScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Raw flow records: one direction each, source and destination as exported.</summary>
    Flow = 1,

    /// <summary>Conversations and every rollup of them: <c>src</c> is the client, <c>dst</c> the server, both directions are counted.</summary>
    Conversation = 2,

    /// <summary>The list of devices.</summary>
    Device = 4,
}

/// <summary>What kind of value a field has, and so how it is written and which comparisons it knows.</summary>
public enum FilterValueKind
{
    /// <summary>A whole number: <c>1500</c>, <c>0x0800</c>, <c>10k</c>, <c>1MB</c>, <c>4KiB</c>, <c>10-20</c>.</summary>
    Number,

    /// <summary>A port: <c>443</c>, <c>https</c>, <c>6000-6063</c>.</summary>
    Port,

    /// <summary>An IANA protocol number or <c>tcp</c>, <c>udp</c>, <c>icmp</c>...</summary>
    Protocol,

    /// <summary>An IPv4 or IPv6 address or a prefix: <c>10.0.0.0/8</c>.</summary>
    Address,

    /// <summary>A MAC address in any usual form.</summary>
    Mac,

    /// <summary>A device: a MAC address, or <c>ip:10.1.2.3</c> while the MAC is unknown.</summary>
    Device,

    /// <summary>A number of a security group, 0 to 65535.</summary>
    Group,

    /// <summary>An application id: a number, or classification engine and selector as <c>13:453</c>.</summary>
    Application,

    /// <summary>Milliseconds, written <c>500ms</c>, <c>5s</c>, <c>10m</c>, <c>2h</c>, <c>1d</c>.</summary>
    Duration,

    /// <summary>A moment: <c>2026-01-31T08:00:00Z</c> or <c>2026-01-31</c>, UTC when no offset is given.</summary>
    Time,

    /// <summary>Text, compared without regard to case.</summary>
    Text,

    /// <summary>TCP flags by letter (<c>SA</c>) or number; <c>contains</c> asks for all of them.</summary>
    Flags,

    /// <summary><c>true</c> or <c>false</c>; the field's name alone means true.</summary>
    Boolean,

    /// <summary>One of the names in the field's table, or its number.</summary>
    Name,
}

/// <summary>One field of the filter language.</summary>
/// <param name="Name">How it is written, lower case.</param>
/// <param name="Kind">Kind of value.</param>
/// <param name="Scopes">Where it can be used.</param>
/// <param name="IsDimension">True when summaries can be grouped by it.</param>
/// <param name="Description">One line for people.</param>
public sealed record FilterField(string Name, FilterValueKind Kind, FilterScopes Scopes, bool IsDimension, string Description)
{
    /// <summary>True when it stands for two fields, one of each end: records have those, and not this one.</summary>
    public bool EitherEnd { get; init; }

    /// <summary>For locations and subnets: the field of the address that is in them; null for all others. See <see cref="PlaceConditions"/>.</summary>
    public string? PlaceOf { get; init; }

    /// <summary>True when records have it themselves.</summary>
    public bool IsOfRecord => !EitherEnd && PlaceOf is null;

    /// <summary>For <see cref="FilterValueKind.Name"/>: the names by number; empty for other kinds.</summary>
    public IReadOnlyDictionary<string, int> Names { get; init; } = new Dictionary<string, int>();
}
