using System.Globalization;
using System.Numerics;
using Clarion.Correlation.Addresses;
using Clarion.Flows;
using Clarion.Storage.Filters;

namespace Clarion.Storage.Queries.Fields;

/// <summary>Values of the engine as answers show them.</summary>
internal static class FieldValues
{
    private const int SelectorBits = 56;

    /// <summary>Text or number as the field's kind is written; null when nothing was reported.</summary>
    public static object? Write(FilterField field, object? value) => value is null or DBNull
        ? null
        : field.Kind switch
        {
            FilterValueKind.Address => Text(new IpAddr(Wide(value)).ToString()),
            FilterValueKind.Mac => Text(new MacAddr((ulong)Wide(value)).ToString()),
            FilterValueKind.Device => Text(new DeviceId(Wide(value)).ToString()),
            FilterValueKind.Text => Text((string)value),
            FilterValueKind.Application => Application((ulong)Wide(value)),
            FilterValueKind.Flags => Text(TcpFlagLetters.Write((int)Wide(value))),
            FilterValueKind.Time => DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
            FilterValueKind.Boolean => value,
            FilterValueKind.Name => Name(field, (int)Wide(value)),
            _ => Number(value),
        };

    /// <summary>The network behind an external address of a conversation, as <c>8.8.8.0/24</c>.</summary>
    public static string? Network(UInt128 network)
    {
        var address = new IpAddr(network);
        return address.IsNone ? null : address + (address.IsV4 ? "/24" : "/48");
    }

    /// <summary>An unsigned number of any width.</summary>
    public static UInt128 Wide(object value) => value switch
    {
        BigInteger big => (UInt128)big,
        ulong wide => wide,
        _ => (UInt128)Convert.ToUInt64(value, CultureInfo.InvariantCulture),
    };

    private static string? Text(string text) => text.Length == 0 ? null : text;

    private static string? Application(ulong id) => id == 0
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{id >> SelectorBits}:{id & (1UL << SelectorBits) - 1}");

    private static object Name(FilterField field, int number) =>
        field.Names.FirstOrDefault(name => name.Value == number).Key ?? (object)(long)number;

    private static object Number(object value) => value switch
    {
        double or float => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        BigInteger big when big > long.MaxValue => "0x" + big.ToString("x", CultureInfo.InvariantCulture).TrimStart('0'),
        BigInteger big => (long)big,
        ulong wide when wide > long.MaxValue => wide,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };
}
