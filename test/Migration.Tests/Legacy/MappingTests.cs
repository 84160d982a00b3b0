using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.Places;
using Clarion.Correlation.TrustSec;
using Clarion.Flows;
using Clarion.Migration.Flows;
using Clarion.Migration.Identity;
using Clarion.Migration.Legacy;
using Clarion.Migration.Places;
using Clarion.Migration.Policy;

namespace Clarion.Migration.Tests.Legacy;

public sealed class MappingTests
{
    private const string Mac = "aa:bb:cc:dd:ee:01";
    private static readonly DateTimeOffset Started = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private static readonly long StartedMs = Started.ToUnixTimeMilliseconds();

    private readonly Tallies _tallies = new();

    [Fact]
    public void A_person_of_the_directory_and_of_sessions_is_one_and_so_is_a_group_under_two_ids()
    {
        var people = People(
            [
                Row(("user_id", "hdavis"), ("username", "HDavis"), ("source", "ise"), ("is_active", 1L)),
                Row(("user_id", "U1"), ("username", "hdavis"), ("display_name", "Harper Davis"), ("source", "ad"), ("is_active", 1L)),
            ],
            [
                Row(("user_id", "U1"), ("group_id", "G1"), ("group_name", "Staff")),
                Row(("user_id", "hdavis"), ("group_id", "0cc175b9c0f1b6a831c399e269772661"), ("group_name", "STAFF")),
                Row(("user_id", "U9"), ("group_id", "G1"), ("group_name", "Staff")),
            ]);
        var update = people.ToUpdate("legacy", Started);
        var user = Assert.Single(update.Users);
        Assert.Equal(("hdavis", "Harper Davis", true), (user.Account.Key, user.DisplayName, user.IsEnabled));
        Assert.Equal([user.Id], Assert.Single(update.Groups).Members);
        Assert.Equal(1, _tallies["ad_group_memberships"].Remarks["merged: the same membership is there under another id of the group"]);
        Assert.Equal(1, _tallies["ad_group_memberships"].Remarks["skipped: of a user that is not there; kept as it was"]);
        Assert.Equal("hdavis", people.AccountOf("U1")!.Key);
    }

    [Fact]
    public void The_first_generation_knows_people_by_their_addresses_only()
    {
        var people = People([], [], Row(("user_name", "anna"), ("ad_groups", """["Staff"]""")), Row(("user_name", "WS12$"), ("ad_groups", null)), Row(("user_name", Mac)));
        var update = people.ToUpdate("legacy", Started);
        Assert.Equal("anna", Assert.Single(update.Users).Account.Key);
        Assert.Equal("Staff", Assert.Single(update.Groups).Name);
    }

    [Fact]
    public void People_have_the_same_ids_each_time() => Assert.Equal(
        People([Row(("username", "anna"))], []).ToUpdate("a", Started).Users[0].Id, People([Row(("username", "ANNA"))], []).ToUpdate("b", Started).Users[0].Id);

    [Fact]
    public void Groups_of_both_numberings_stay_and_names_stay_apart()
    {
        var policies = new PolicyMapping(Started, _tallies);
        policies.AddGroups(
            [
                Row(("sgt_value", 100L), ("sgt_name", "Laptops"), ("is_active", 1L)), Row(("sgt_value", 102L), ("sgt_name", "Laptops"), ("is_active", 1L)),
                Row(("sgt_value", 21L), ("sgt_name", "IoT"), ("is_active", 0L)), Row(("sgt_value", null), ("sgt_name", "None")),
            ],
            [Row(("cluster_id", 2L), ("sgt_value", 4L), ("sgt_name", "Corp-Users-2")), Row(("cluster_id", -1L), ("sgt_value", null))]);
        Assert.Equal([4, 100, 102], policies.Records.OfType<TrustSecGroup>().Select(group => group.Tag));
        Assert.Equal([((ushort)4, "Corp-Users-2"), ((ushort)100, "Laptops"), ((ushort)102, "Laptops (102)")], policies.Names());
        Assert.Equal(1, _tallies["clusters"].Remarks["repaired: its security group is in no registry and was made"]);
    }

    [Fact]
    public void A_policy_is_an_access_list_and_a_cell_and_its_action_what_follows()
    {
        var policies = new PolicyMapping(Started, _tallies);
        policies.AddPolicies(
        [
            Row(("id", 7L), ("policy_name", "SGACL_2_to_10"), ("src_sgt", 2L), ("dst_sgt", 10L), ("action", "deny"), ("rules_json", """
                [{"action":"permit","protocol":"tcp","port":443,"cisco_syntax":"permit tcp dst eq 443"},{"action":"permit","protocol":"udp","port":53},
                 {"action":"deny","protocol":"ip","port":null,"log":true}, 5]
                """)),
            Row(("id", 8L), ("policy_name", "broken"), ("src_sgt", 2L), ("dst_sgt", 10L), ("action", "permit"), ("rules_json", "not json")),
            Row(("id", 9L), ("policy_name", "nameless"), ("src_sgt", null), ("dst_sgt", 10L), ("action", "deny")),
        ]);
        var acl = policies.Records.OfType<TrustSecAcl>().First();
        Assert.Equal("permit tcp dst eq 443\npermit udp dst eq 53\ndeny ip log", acl.Lines);
        var cell = policies.Records.OfType<TrustSecCell>().First();
        Assert.Equal(("policy-7", "sgt-2", "sgt-10", "DENY_IP", "DISABLED"), (cell.Id, cell.SourceId, cell.DestinationId, cell.DefaultRule, cell.Status));
        Assert.Equal(["policy-7"], cell.AclIds);
        Assert.Equal(2, policies.Records.OfType<TrustSecCell>().Count());
        Assert.Equal([2, 10], policies.Records.OfType<TrustSecGroup>().Select(group => group.Tag));
    }

    [Fact]
    public void Places_that_break_the_rules_are_put_right_or_left_out_with_what_lies_in_them()
    {
        var change = new PlaceMapping(_tallies).Map(
            PlaceTable.Empty,
            [
                Row(("location_id", "CORP"), ("name", "Corp"), ("type", "campus"), ("latitude", 40.7), ("longitude", null)),
                Row(("location_id", "A"), ("name", "A"), ("type", "BUILDING"), ("parent_id", "B")), Row(("location_id", "B"), ("name", "B"), ("type", "BUILDING"), ("parent_id", "A")),
                Row(("location_id", "X"), ("name", "X"), ("type", "PLANET")),
            ],
            [
                Row(("cidr", "10.1.10.5/24"), ("name", "v10"), ("location_id", "CORP"), ("purpose", "user"), ("gateway_ip", "10.9.9.9"), ("vlan_id", 5000L)),
                Row(("cidr", "10.2.0.0/16"), ("name", "in X"), ("location_id", "X")), Row(("cidr", "nonsense"), ("name", "n")),
                Row(("cidr", "10.3.0.0/16"), ("name", "lost"), ("location_id", "gone")),
            ]);
        Assert.Equal("CORP", Assert.Single(change.Locations).Id);
        Assert.Equal(["10.1.10.0/24", "10.3.0.0/16"], change.Subnets.Select(subnet => subnet.Cidr));
        var first = change.Subnets[0];
        Assert.Equal(("CORP", "USER", null, null), (first.Location, first.Purpose, first.Gateway, first.Vlan));
        Assert.Null(change.Subnets[1].Location);
        Assert.Equal(3, _tallies["locations"].Remarks.Values.Sum() - 1);
    }

    [Fact]
    public void A_group_of_the_past_ends_and_one_of_now_is_said_at_the_migration()
    {
        var facts = Facts(mapping => mapping.AddGroups(
            [
                Row(("endpoint_id", Mac.ToUpperInvariant()), ("sgt_value", 100L), ("assigned_at", "2025-12-30 10:00:00"), ("unassigned_at", "2025-12-30 11:00:00"), ("assigned_by", "manual")),
                Row(("endpoint_id", "none"), ("sgt_value", 100L), ("assigned_at", "2025-12-30 10:00:00")),
            ],
            [Row(("endpoint_id", Mac), ("sgt_value", 2L), ("assigned_at", "2025-12-30 11:00:00"), ("assigned_by", "ise"))])).Cast<SgtAssigned>().ToList();
        Assert.Equal([100, 0, 2], facts.Select(fact => (int)fact.Sgt));
        Assert.Equal([IdentitySource.Operator, IdentitySource.Operator, IdentitySource.Profiler], facts.Select(fact => fact.Source));
        Assert.Equal(3_600_000, facts[1].AtMs - facts[0].AtMs);
        Assert.Equal(StartedMs, facts[2].AtMs);
        Assert.All(facts, fact => Assert.Equal(Mac, fact.Mac.ToString()));
    }

    [Fact]
    public void A_device_in_several_groups_of_devices_is_in_the_newest_and_noise_is_none()
    {
        var facts = Facts(mapping => mapping.AddDescriptions(
            [Row(("mac_address", Mac), ("device_name", "laptop"), ("user_name", "anna"))], [], [],
            [Row(("cluster_id", 0L), ("cluster_label", "Old")), Row(("cluster_id", 1L), ("cluster_label", "New")), Row(("cluster_id", -1L), ("cluster_label", "Noise"))],
            [
                Row(("endpoint_id", Mac), ("cluster_id", 1L), ("assigned_at", "2025-12-30 11:00:00")), Row(("endpoint_id", Mac), ("cluster_id", 0L), ("assigned_at", "2025-12-30 10:00:00")),
                Row(("endpoint_id", "aa:bb:cc:dd:ee:02"), ("cluster_id", -1L), ("assigned_at", "2025-12-30 10:00:00")),
            ]));
        var device = Assert.IsType<DeviceDiscovered>(Assert.Single(facts));
        Assert.Equal("owner=anna,sgt_hint=New,type=laptop", string.Join(',', device.Attributes.Select(a => $"{a.Key}={a.Value}")));
    }

    [Fact]
    public void An_address_belongs_to_its_device_over_the_time_that_flows_cover()
    {
        var endpoints = new EndpointTable([Row(("ip_address", "10.1.0.1"), ("mac_address", Mac))], [], [], [], []);
        var facts = Facts(mapping => mapping.AddAddresses(
            endpoints, [Row(("ip_address", "10.1.0.1"), ("mac_address", Mac), ("first_seen", "2025-12-30 10:00:00"), ("last_seen", "2025-12-30 10:00:00")), Row(("ip_address", ""), ("mac_address", Mac))],
            (1_765_353_600_000, 1_765_440_000_000)));
        var bound = Assert.IsType<AddressBound>(Assert.Single(facts));
        Assert.Equal((1_765_353_600_000, LegacyTime.OfText("2025-12-30 10:00:00") + 1), (bound.AtMs, bound.UntilMs));
        Assert.Equal(1, _tallies["identity"].Remarks["skipped: no address; kept as it was"]);
    }

    [Fact]
    public void Sessions_begin_and_end_and_what_was_assigned_by_hand_is_none()
    {
        var facts = Facts(mapping => mapping.AddSessions(
            [
                Row(("endpoint_id", Mac), ("user_id", "anna"), ("association_type", "ise_session"), ("session_id", "S1"), ("first_associated", "2025-12-30 10:00:00"), ("last_associated", "2025-12-30 11:00:00"), ("is_active", 0L)),
                Row(("endpoint_id", Mac), ("user_id", "anna"), ("association_type", "manual"), ("first_associated", "2025-12-30 10:00:00")),
            ],
            [Row(("endpoint_id", Mac), ("user_id", "anna"), ("session_id", "S2"), ("current_sgt", 4L), ("assigned_at", "2025-12-30 12:00:00"), ("switch_id", "10.254.0.1"), ("ip_address", "10.1.0.1"))]))
            .Cast<SessionChanged>().ToList();
        Assert.Equal([SessionState.Started, SessionState.Disconnected, SessionState.Started], facts.Select(fact => fact.State));
        Assert.All(facts, fact => Assert.Equal("anna", fact.User!.Key));
        Assert.Equal((4, "10.254.0.1"), (facts[2].Sgt, facts[2].Place!.Switch.ToString()));
    }

    [Fact]
    public void The_group_of_a_device_at_a_moment_is_that_of_its_interval()
    {
        var endpoints = new EndpointTable(
            [], [], [], [],
            [
                Row(("endpoint_id", Mac), ("sgt_value", 1L), ("assigned_at", "2025-12-30 10:00:00"), ("unassigned_at", "2025-12-30 11:00:00")),
                Row(("endpoint_id", Mac), ("sgt_value", 2L), ("assigned_at", "2025-12-30 11:00:00")),
            ]);
        Assert.True(MacAddr.TryParse(Mac, out var mac));
        var device = Clarion.Correlation.Addresses.DeviceId.Of(mac);
        var begin = LegacyTime.OfText("2025-12-30 10:00:00")!.Value;
        Assert.Equal([0, 1, 1, 2, 2], new[] { -1L, 0, 3_599_999, 3_600_000, 9_000_000 }.Select(after => (int)endpoints.GroupOf(device, begin + after)));
    }

    [Fact]
    public void Derived_figures_are_counted_again()
    {
        var remarks = DerivedFigures.Remarks(
            [Row(("cluster_id", 0L), ("endpoint_count", 0L)), Row(("cluster_id", 1L), ("endpoint_count", 1L))], [Row(("cluster_id", 0L), ("member_count", 110L))],
            [Row(("endpoint_id", "a"), ("cluster_id", 0L)), Row(("endpoint_id", "b"), ("cluster_id", 0L)), Row(("endpoint_id", "c"), ("cluster_id", 1L))]);
        Assert.Equal("recounted: 2 devices are assigned, endpoint_count says 0", remarks[("clusters", 0)]);
        Assert.Equal("recounted: 2 devices are assigned, member_count says 110", remarks[("cluster_centroids", 0)]);
        Assert.False(remarks.ContainsKey(("clusters", 1)));
    }

    private static LegacyRow Row(params (string Column, object? Value)[] cells) => new(1, [.. cells.Select(c => c.Column)], [.. cells.Select(c => c.Value)]);

    private PeopleMapping People(IEnumerable<LegacyRow> users, IEnumerable<LegacyRow> memberships, params IEnumerable<LegacyRow> identity) =>
        new(users, memberships, identity, _tallies);

    private IReadOnlyList<IdentityEvent> Facts(Action<FactMapping> add)
    {
        var mapping = new FactMapping(StartedMs, People([], []), new SwitchAddresses([]), _tallies);
        add(mapping);
        return mapping.Facts;
    }
}
