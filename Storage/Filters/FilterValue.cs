using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Clarion.Correlation.Addresses;
using Clarion.Flows;

namespace Clarion.Storage.Filters;

/// <summary>A value of a filter, read for its field: a number or range of numbers (addresses, times and names are numbers), or text.</summary>
/// <param name="First">The number, or the first of the range.</param>
/// <param name="Last">The last of the range, inclusive.</param>
/// <param name="Text">For text fields the text; else null.</param>
public sealed record FilterValue(UInt128 First, UInt128 Last, string? Text)
{
    private const string Absent = "none";

    /// <summary>True for a range or prefix.</summary>
    public bool IsRange => First != Last;

    /// <summary>True when a kind of field knows a comparison.</summary>
    public static bool Allows(FilterValueKind kind, FilterOperator comparison) => comparison switch
    {
        FilterOperator.Equal or FilterOperator.NotEqual => true,
        FilterOperator.In or FilterOperator.NotIn => kind != FilterValueKind.Boolean,
        FilterOperator.Contains => kind is FilterValueKind.Text or FilterValueKind.Flags,
        _ => kind is FilterValueKind.Number or FilterValueKind.Port or FilterValueKind.Group or FilterValueKind.Duration or FilterValueKind.Time,
    };

    /// <summary>The comparisons of a kind, as people write them.</summary>
    public static string OperatorsOf(FilterValueKind kind) => kind switch
    {
        FilterValueKind.Boolean => "= or !=",
        FilterValueKind.Text or FilterValueKind.Flags => "=, !=, in, not in or contains",
        _ when Allows(kind, FilterOperator.Less) => "=, !=, <, <=, >, >=, in or not in",
        _ => "=, !=, in or not in",
    };

    /// <summary>What a field's value looks like, for error messages.</summary>
    public static string Expected(FilterField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Kind switch
        {
            FilterValueKind.Number => "a whole number such as 1500, 0x800, 10k, 1MB, 4KiB or a range 10-20",
            FilterValueKind.Port => "a port from 0 to 65535, a service name such as https, or a range 6000-6063",
            FilterValueKind.Protocol => "a protocol: tcp, udp, icmp, another name or a number from 0 to 255",
            FilterValueKind.Address => "an IP address or a prefix such as 10.0.0.0/8",
            FilterValueKind.Mac => "a MAC address such as 00:11:22:aa:bb:cc",
            FilterValueKind.Device => "a MAC address, or ip: and an address",
            FilterValueKind.Group => "a group number from 0 to 65535 or a range 10-20",
            FilterValueKind.Application => "an application id: a number or engine:selector such as 13:453",
            FilterValueKind.Duration => "a duration such as 500ms, 5s, 10m, 2h or 1d",
            FilterValueKind.Time => "a time such as 2026-01-31T08:00:00Z",
            FilterValueKind.Flags => "TCP flags by letter (F S R P A U E C N) or a number",
            FilterValueKind.Boolean => "true or false",
            FilterValueKind.Name => $"one of {string.Join(", ", field.Names.Keys)}, or its number",
            _ => "a text of at most 256 characters, in quotes when it has spaces",
        };
    }

    /// <summary>Reads a value as its field needs it.</summary>
    /// <param name="field">The field it is compared with.</param>
    /// <param name="text">The value as written, unquoted.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when the text is no value of that kind; <see cref="Expected"/> says what would be.</returns>
    public static bool TryRead(FilterField field, string text, [NotNullWhen(true)] out FilterValue? value)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(text);
        value = field.Kind switch
        {
            FilterValueKind.Text => text.Length <= 256 ? new FilterValue(0, 0, IsAbsent(text) ? "" : text) : null,
            FilterValueKind.Boolean => Boolean(text),
            _ when IsAbsent(text) => One(UInt128.Zero),
            FilterValueKind.Number => FilterNumbers.Range(text, UInt128.MaxValue, FilterNumbers.TryQuantity),
            FilterValueKind.Port => FilterNumbers.Range(text, ushort.MaxValue, ServiceNames.TryRead),
            FilterValueKind.Group => FilterNumbers.Range(text, ushort.MaxValue, FilterNumbers.TryWhole),
            FilterValueKind.Duration => FilterNumbers.TryDuration(text, out var duration) ? One(duration) : null,
            FilterValueKind.Protocol => ProtocolNames.TryRead(text, out var protocol) ? One(protocol) : null,
            FilterValueKind.Address => Prefix(text),
            FilterValueKind.Mac => MacAddr.TryParse(text, out var mac) ? One(mac.Value) : null,
            FilterValueKind.Device => DeviceId.TryParse(text, out var device) ? One(device.Value) : null,
            FilterValueKind.Application => Application(text),
            FilterValueKind.Time => Moment(text),
            FilterValueKind.Flags => TcpFlagLetters.TryRead(text, out var flags) ? One(flags) : null,
            FilterValueKind.Name => Named(field, text),
            _ => null,
        };
        return value is not null;
    }

    private static bool IsAbsent(string text) => text.Equals(Absent, StringComparison.OrdinalIgnoreCase);

    private static FilterValue One(UInt128 value) => new(value, value, null);

    private static FilterValue? Boolean(string text) => text.ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "1" => One(1),
        "FALSE" or "NO" or "0" => One(0),
        _ => null,
    };

    private static FilterValue? Prefix(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IpAddr.TryParse(slash < 0 ? text : text[..slash], out var address))
        {
            return null;
        }

        if (slash < 0)
        {
            return One(address.Value);
        }

        var width = address.IsV4 ? 32 : 128;
        if (!byte.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > width)
        {
            return null;
        }

        var first = address.Prefix(length).Value;
        var hosts = width - length;
        return new FilterValue(first, hosts == 128 ? UInt128.MaxValue : first | (UInt128.One << hosts) - 1, null);
    }

    private static FilterValue? Application(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return FilterNumbers.TryWhole(text, out var whole) && whole <= ulong.MaxValue ? One(whole) : null;
        }

        return byte.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var engine)
            && ulong.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var selector)
            && selector < 1UL << 56
                ? One((ulong)engine << 56 | selector)
                : null;
    }

    private static FilterValue? Moment(string text) =>
        text.Length >= 10 && text[4] == '-'
        && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        && time >= DateTimeOffset.UnixEpoch
            ? One((UInt128)time.ToUnixTimeMilliseconds())
            : null;

    private static FilterValue? Named(FilterField field, string text)
    {
        if (field.Names.TryGetValue(text.ToLowerInvariant(), out var number))
        {
            return One((UInt128)number);
        }

        return byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var plain) ? One(plain) : null;
    }
}
