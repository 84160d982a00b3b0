using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Clarion.Flows;
using Clarion.Migration.Legacy;

namespace Clarion.Migration.Flows;

/// <summary>
/// Addresses of the exporters of old flows, which name their switch, by its id, its host name or its address. A switch of which nobody knows the address gets
/// one of a private range that is made of its name, the same each time.
/// </summary>
public sealed class SwitchAddresses
{
    /// <summary>Range of the addresses that are made up (RFC 4193).</summary>
    public const string MadeUpRange = "fd43:6c61:7269:6f6e::/64";

    private const ulong MadeUpPrefix = 0xFD43_6C61_7269_6F6E;
    private const string Nobody = "(none)";

    private readonly Dictionary<string, IpAddr> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IpAddr> _madeUp = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the switches.</summary>
    /// <param name="switches">Rows of <c>switches</c>.</param>
    public SwitchAddresses(IEnumerable<LegacyRow> switches)
    {
        ArgumentNullException.ThrowIfNull(switches);
        var hosts = new List<(string Name, IpAddr Address)>();
        foreach (var row in switches)
        {
            if (row.Address("management_ip") is { IsNone: false } address)
            {
                if (row.Text("switch_id") is { } id)
                {
                    _known.TryAdd(id, address);
                }

                hosts.AddRange(new[] { row.Text("hostname"), row.Text("name") }.OfType<string>().Select(name => (name, address)));
            }
        }

        // Ids before host names, whatever the order of the rows.
        foreach (var (name, address) in hosts)
        {
            _known.TryAdd(name, address);
        }
    }

    /// <summary>Switches whose address was made up, so far.</summary>
    public IReadOnlyDictionary<string, IpAddr> MadeUp => _madeUp;

    /// <summary>The address of a switch.</summary>
    /// <param name="name">As the flow names it; empty when it names none.</param>
    public IpAddr Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var named = name.Length > 0 ? name : Nobody;
        return Find(name) is { IsNone: false } known ? known : _madeUp.TryGetValue(named, out var address) ? address : MakeUp(named);
    }

    /// <summary>The address of a switch; none when nobody knows it.</summary>
    public IpAddr Find(string name) =>
        IpAddr.TryParse(name, out var address) && !address.IsNone ? address : _known.GetValueOrDefault(name, IpAddr.None);

    private IpAddr MakeUp(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name.ToUpperInvariant()));
        return _madeUp[name] = new IpAddr(new UInt128(MadeUpPrefix, BinaryPrimitives.ReadUInt64BigEndian(hash)));
    }
}
