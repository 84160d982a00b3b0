using Clarion.Correlation.Addresses;
using Clarion.Flows;
using Clarion.Migration.Legacy;

namespace Clarion.Migration.Identity;

/// <summary>
/// Who was behind an address, and in which group, as the older system had it: one device an address, whatever the time, for it kept no history of addresses;
/// groups by the intervals of its history.
/// </summary>
public sealed class EndpointTable
{
    private readonly Dictionary<UInt128, MacAddr> _byAddress = [];
    private readonly Dictionary<UInt128, List<(long FromMs, long ToMs, ushort Sgt)>> _groups = [];

    /// <summary>Reads who is who.</summary>
    /// <param name="identity">Rows of <c>identity</c>.</param>
    /// <param name="sessions">Rows of <c>ise_current_sgt_assignments</c>.</param>
    /// <param name="associations">Rows of <c>user_device_associations</c>.</param>
    /// <param name="memberships">Rows of <c>sgt_membership</c>.</param>
    /// <param name="history">Rows of <c>sgt_assignment_history</c>.</param>
    public EndpointTable(
        IEnumerable<LegacyRow> identity, IEnumerable<LegacyRow> sessions, IEnumerable<LegacyRow> associations, IEnumerable<LegacyRow> memberships,
        IEnumerable<LegacyRow> history)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(sessions);
        ArgumentNullException.ThrowIfNull(associations);
        ArgumentNullException.ThrowIfNull(memberships);
        ArgumentNullException.ThrowIfNull(history);
        foreach (var (row, macColumn) in identity.Select(row => (row, "mac_address"))
            .Concat(sessions.Concat(associations).Select(row => (row, "endpoint_id"))))
        {
            if (row.Address("ip_address") is { IsNone: false } address && row.Mac(macColumn) is { IsNone: false } mac)
            {
                _byAddress.TryAdd(address.Value, mac);
            }
        }

        foreach (var row in history)
        {
            Add(row, row.Time("unassigned_at") ?? long.MaxValue);
        }

        foreach (var row in memberships)
        {
            Add(row, long.MaxValue);
        }
    }

    /// <summary>Addresses and their devices.</summary>
    public IReadOnlyDictionary<UInt128, MacAddr> ByAddress => _byAddress;

    /// <summary>The device behind an internal address: by its MAC when that is known, else by the address.</summary>
    public DeviceId DeviceAt(UInt128 address) =>
        _byAddress.TryGetValue(address, out var mac) ? DeviceId.Of(mac) : DeviceId.Of(new IpAddr(address));

    /// <summary>The group of a device at a moment (Unix milliseconds); 0 when it had none.</summary>
    public ushort GroupOf(DeviceId device, long timeMs)
    {
        if (!_groups.TryGetValue(device.Value, out var intervals))
        {
            return 0;
        }

        var (group, latest) = ((ushort)0, long.MinValue);
        foreach (var (from, to, sgt) in intervals)
        {
            if (from <= timeMs && timeMs < to && from >= latest)
            {
                (group, latest) = (sgt, from);
            }
        }

        return group;
    }

    private void Add(LegacyRow row, long toMs)
    {
        if (row.Mac("endpoint_id") is { IsNone: false } mac && row.Sgt("sgt_value") is > 0 and var sgt && row.Time("assigned_at") is { } fromMs)
        {
            var device = DeviceId.Of(mac).Value;
            if (!_groups.TryGetValue(device, out var intervals))
            {
                _groups[device] = intervals = [];
            }

            intervals.Add((fromMs, toMs, sgt));
        }
    }
}
