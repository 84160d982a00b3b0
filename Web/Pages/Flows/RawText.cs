using System.Globalization;
using Clarion.Storage.Filters;
using Clarion.Web.Entities;
using Clarion.Web.Formats;
using Clarion.Web.Shell;

namespace Clarion.Web.Pages.Flows;

/// <summary>Values of raw flows for people.</summary>
public static class RawText
{
    private const string Absent = "–";

    /// <summary>A value as a cell shows it.</summary>
    public static string Of(string field, object? value, Preferences preferences)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        var kind = FilterFields.TryGet(field, out var known) ? known.Kind : FilterValueKind.Text;
        return (value, kind) switch
        {
            (null, _) => Absent,
            (DateTimeOffset time, _) => preferences.Full(time) + time.ToString("'.'fff", CultureInfo.InvariantCulture),
            (bool truth, _) => truth ? "yes" : "no",
            (_, FilterValueKind.Duration) => Duration(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            (_, FilterValueKind.Protocol) => ServiceName.ProtocolOf(Convert.ToInt32(value, CultureInfo.InvariantCulture)),
            (_, FilterValueKind.Number) when field is "bytes" => Quantity.Bytes(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            (_, FilterValueKind.Number) when field is "packets" => Quantity.Count(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            (long whole, FilterValueKind.Number) when IsCounter(field) => Quantity.Exact(whole),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? Absent,
        };
    }

    /// <summary>A length of time of a flow: milliseconds matter.</summary>
    public static string Duration(double milliseconds) => milliseconds switch
    {
        < 1000 => milliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms",
        < 60_000 => (milliseconds / 1000).ToString("0.0", CultureInfo.InvariantCulture) + " s",
        _ => Moment.Length(TimeSpan.FromMilliseconds(milliseconds)),
    };

    /// <summary>An address and port: brackets keep an IPv6 address apart.</summary>
    public static string End(string address, int? port) => port is not { } number
        ? address
        : string.Create(CultureInfo.InvariantCulture, $"{(address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address)}:{number}");

    /// <summary>Protocol and service of a flow: of a flow of either direction, the port that has a known service, the lower first.</summary>
    public static string Service(int protocol, int sourcePort, int destinationPort)
    {
        int[] ports = [Math.Min(sourcePort, destinationPort), Math.Max(sourcePort, destinationPort)];
        var known = Array.Find(ports, port => ServiceName.WellKnown(protocol, port) is not null);
        return known > 0 ? $"{ServiceName.Of(protocol, known)} {ServiceName.WellKnown(protocol, known)}" : ServiceName.ProtocolOf(protocol);
    }

    private static bool IsCounter(string field) => field.StartsWith("bytes", StringComparison.Ordinal) || field.StartsWith("packets", StringComparison.Ordinal);
}
