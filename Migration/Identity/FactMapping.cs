using Clarion.Correlation.Identity.Events;
using Clarion.Flows;
using Clarion.Migration.Flows;
using Clarion.Migration.Legacy;

namespace Clarion.Migration.Identity;

/// <summary>
/// What the older system knew of addresses, devices, sessions and groups, as facts. What it said of a moment keeps that moment; what it merely had, without a
/// history, is its word at the moment of the migration.
/// </summary>
/// <param name="startedMs">Moment of the migration, Unix milliseconds.</param>
/// <param name="people">People.</param>
/// <param name="switches">Addresses of switches.</param>
/// <param name="tallies">Count what became of the rows.</param>
public sealed class FactMapping(long startedMs, PeopleMapping people, SwitchAddresses switches, Tallies tallies)
{
    private readonly List<IdentityEvent> _facts = [];

    /// <summary>The facts, in an order that is the same each time.</summary>
    public IReadOnlyList<IdentityEvent> Facts => _facts;

    /// <summary>Addresses of devices, over the time that the old flows cover: the older system took its one record of an address for all times.</summary>
    /// <param name="endpoints">Addresses and their devices.</param>
    /// <param name="identity">Rows of <c>identity</c>.</param>
    /// <param name="flows">First start and last end of a flow, Unix milliseconds; 0 when there are none.</param>
    public void AddAddresses(EndpointTable endpoints, IEnumerable<LegacyRow> identity, (long FirstMs, long LastMs) flows)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(identity);
        var tally = tallies["identity"];
        var times = new Dictionary<IpAddr, (long First, long Last)>();
        foreach (var row in identity)
        {
            var (address, mac) = (row.Address("ip_address"), row.Mac("mac_address"));
            if (address.IsNone || mac.IsNone)
            {
                tally.Remark(address.IsNone ? "skipped: no address; kept as it was" : "skipped: no MAC that can be read; kept as it was");
                continue;
            }

            times[address] = (row.Time("first_seen") ?? startedMs, row.Time("last_seen") ?? startedMs);
        }

        foreach (var (address, mac) in endpoints.ByAddress.OrderBy(one => one.Key))
        {
            var (first, last) = times.GetValueOrDefault(new IpAddr(address), (startedMs, startedMs));
            (first, last) = flows.LastMs > 0 ? (Math.Min(first, flows.FirstMs), Math.Max(last, flows.LastMs)) : (first, last);
            _facts.Add(new AddressBound
            {
                AtMs = first,
                ArrivedMs = startedMs,
                Source = IdentitySource.StaticAddress,
                Address = new IpAddr(address),
                Mac = mac,
                UntilMs = Math.Max(last, first) + 1,
            });
            tally.Bring("address of a device");
        }
    }

    /// <summary>What devices are: type, profile, owner and the name of their group of devices.</summary>
    public void AddDescriptions(
        IEnumerable<LegacyRow> identity, IEnumerable<LegacyRow> sessions, IEnumerable<LegacyRow> associations, IEnumerable<LegacyRow> clusters,
        IEnumerable<LegacyRow> assignments)
    {
        ArgumentNullException.ThrowIfNull(identity);
        ArgumentNullException.ThrowIfNull(sessions);
        ArgumentNullException.ThrowIfNull(associations);
        ArgumentNullException.ThrowIfNull(clusters);
        ArgumentNullException.ThrowIfNull(assignments);
        var devices = new SortedDictionary<ulong, Dictionary<string, string>>();
        foreach (var row in identity)
        {
            Describe(row.Mac("mac_address"), AttributeName.Type, row.Text("device_name"));
            Describe(row.Mac("mac_address"), AttributeName.Profile, row.Text("ise_profile"));
            Describe(row.Mac("mac_address"), AttributeName.Owner, row.Text("user_name"));
        }

        foreach (var row in sessions)
        {
            Describe(row.Mac("endpoint_id"), AttributeName.Profile, row.Text("ise_profile"));
        }

        foreach (var row in associations)
        {
            Describe(row.Mac("endpoint_id"), AttributeName.Owner, people.AccountOf(row.Text("user_id"))?.Key);
        }

        // The label of noise tells nothing.
        var labels = clusters.Where(row => row.Whole("cluster_id") is >= 0)
            .GroupBy(row => row.Whole("cluster_id")).ToDictionary(same => same.Key!.Value, same => same.Last().Text("cluster_label"));
        foreach (var row in ClusterOf(assignments).Values)
        {
            var label = row.Whole("cluster_id") is { } cluster ? labels.GetValueOrDefault(cluster) : null;
            Describe(row.Mac("endpoint_id"), AttributeName.SgtHint, label);
            if (label is not null)
            {
                tallies["cluster_assignments"].Bring("group hint of a device");
            }
        }

        foreach (var (mac, attributes) in devices)
        {
            _facts.Add(new DeviceDiscovered
            {
                AtMs = startedMs,
                ArrivedMs = startedMs,
                Source = IdentitySource.AccessPlatform,
                Mac = new MacAddr(mac),
                Attributes = attributes,
            });
            tallies["identity"].Bring("description of a device");
        }

        void Describe(MacAddr mac, string name, string? text)
        {
            if (mac.IsNone || text is null)
            {
                return;
            }

            if (!devices.TryGetValue(mac.Value, out var attributes))
            {
                devices[mac.Value] = attributes = new Dictionary<string, string>(StringComparer.Ordinal);
            }

            attributes.TryAdd(name, text);
        }
    }

    /// <summary>Names of groups.</summary>
    /// <param name="names">Numbers and names.</param>
    public void AddGroupNames(IEnumerable<(ushort Sgt, string Name)> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (var (sgt, name) in names)
        {
            _facts.Add(new SecurityGroupNamed { AtMs = startedMs, ArrivedMs = startedMs, Source = IdentitySource.Catalogue, Name = name, Sgt = sgt });
        }
    }

    /// <summary>Groups of devices: intervals of the past as they were, and what holds as of the migration.</summary>
    public void AddGroups(IEnumerable<LegacyRow> history, IEnumerable<LegacyRow> memberships)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(memberships);
        var tally = tallies["sgt_assignment_history"];
        foreach (var row in history)
        {
            if (row.Mac("endpoint_id") is not { IsNone: false } mac || row.Sgt("sgt_value") is not (> 0 and var sgt) || row.Time("assigned_at") is not { } from)
            {
                tally.Remark("skipped: no MAC, group or time that can be read; kept as it was");
                continue;
            }

            Assign(row, mac, sgt, from);
            tally.Bring("assignment of a group");
            if (row.Time("unassigned_at") is { } until)
            {
                Assign(row, mac, 0, Math.Max(until, from));
            }
        }

        foreach (var row in memberships)
        {
            if (row.Mac("endpoint_id") is { IsNone: false } mac && row.Sgt("sgt_value") is > 0 and var sgt)
            {
                Assign(row, mac, sgt, startedMs);
                tallies["sgt_membership"].Bring("group of a device");
            }
            else
            {
                tallies["sgt_membership"].Remark("skipped: no MAC or group that can be read; kept as it was");
            }
        }
    }

    /// <summary>Sessions of users on devices.</summary>
    public void AddSessions(IEnumerable<LegacyRow> associations, IEnumerable<LegacyRow> sessions)
    {
        ArgumentNullException.ThrowIfNull(associations);
        ArgumentNullException.ThrowIfNull(sessions);
        foreach (var row in associations)
        {
            AddAssociation(row, tallies["user_device_associations"]);
        }

        var tally = tallies["ise_current_sgt_assignments"];
        foreach (var row in sessions)
        {
            if (row.Mac("endpoint_id") is not { IsNone: false } mac || row.Time("assigned_at") is not { } at)
            {
                tally.Remark("skipped: no MAC or time that can be read; kept as it was");
                continue;
            }

            _facts.Add(Session(row, mac, at, SessionState.Started) with
            {
                Sgt = row.Sgt("current_sgt"),
                Profile = row.Text("ise_profile") ?? "",
                Place = row.Text("switch_id") is { } name && switches.Find(name) is { IsNone: false } known ? new NetworkPlace { Switch = known } : null,
            });
            tally.Bring("session");
        }
    }

    // Newest first wins: the older system leaves a device in every group it was ever in.
    private Dictionary<ulong, LegacyRow> ClusterOf(IEnumerable<LegacyRow> assignments)
    {
        var tally = tallies["cluster_assignments"];
        var newest = new Dictionary<ulong, LegacyRow>();
        foreach (var row in assignments)
        {
            if (row.Mac("endpoint_id") is not { IsNone: false } mac)
            {
                tally.Remark("skipped: no MAC that can be read; kept as it was");
            }
            else if (!newest.TryGetValue(mac.Value, out var known))
            {
                newest[mac.Value] = row;
            }
            else
            {
                tally.Remark("merged: the device is in several groups of devices; the newest counts");
                newest[mac.Value] = (row.Time("assigned_at") ?? 0) >= (known.Time("assigned_at") ?? 0) ? row : known;
            }
        }

        return newest;
    }

    private void AddAssociation(LegacyRow row, Tally tally)
    {
        if (row.Text("association_type") is not "ise_session")
        {
            tally.Remark("kept as an owner: no session but an assignment by hand");
            return;
        }

        if (row.Mac("endpoint_id") is not { IsNone: false } mac || row.Time("first_associated") is not { } first)
        {
            tally.Remark("skipped: no MAC or time that can be read; kept as it was");
            return;
        }

        _facts.Add(Session(row, mac, first, SessionState.Started));
        tally.Bring("session");
        if (!row.Flag("is_active", otherwise: true))
        {
            _facts.Add(Session(row, mac, Math.Max(first, row.Time("last_associated") ?? first), SessionState.Disconnected));
        }
    }

    private SessionChanged Session(LegacyRow row, MacAddr mac, long atMs, SessionState state) => new()
    {
        AtMs = atMs,
        ArrivedMs = startedMs,
        Source = IdentitySource.Session,
        AuditSessionId = row.Text("session_id") ?? "",
        State = state,
        Mac = mac,
        Addresses = row.Address("ip_address") is { IsNone: false } address ? [address] : [],
        User = people.AccountOf(row.Text("user_id")),
    };

    private void Assign(LegacyRow row, MacAddr mac, ushort sgt, long atMs) => _facts.Add(new SgtAssigned
    {
        AtMs = atMs,
        ArrivedMs = startedMs,
        Source = row.Text("assigned_by") switch
        {
            "manual" => IdentitySource.Operator,
            "ise" => IdentitySource.Profiler,
            _ => IdentitySource.Catalogue,
        },
        Mac = mac,
        Sgt = sgt,
    });
}
