using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.Identity.SecurityGroups;
using static Clarion.Correlation.Tests.Identity.Log;

namespace Clarion.Correlation.Tests.Identity;

/// <summary>Groups and security groups.</summary>
public sealed class SgtTests
{
    private static readonly string[] Privileged = ["Privileged-IT"];

    private static readonly GroupLookups Lookups = new(
        (user, _) => user.Key == "ann" ? Privileged : [], groups => groups.Contains("Privileged-IT") ? (ushort)3 : (ushort)0);

    [Fact]
    public void Sources_answer_in_order_and_the_answer_says_which()
    {
        IdentityEvent[] all =
        [
            Session(0, A, "s", address: X, user: "ann", sgt: 12), Mapped(0, "10.1.0.0", 16, 13), Assigned(0, A, 14),
        ];
        Assert.Equal((11, SgtProvenance.Flow), Ask(all, flowSgt: 11));
        Assert.Equal((12, SgtProvenance.Session), Ask(all));
        Assert.Equal((13, SgtProvenance.AddressMapping), Ask([Session(0, A, "s", address: X, user: "ann"), all[1], all[2]]));
        Assert.Equal((14, SgtProvenance.DeviceAssignment), Ask([Session(0, A, "s", address: X, user: "ann"), all[2]]));
        Assert.Equal((3, SgtProvenance.UserGroups), Ask([Session(0, A, "s", address: X, user: "ann")]));
        Assert.Equal((0, SgtProvenance.None), Ask([Session(0, A, "s", address: X, user: "bob")]));
    }

    [Theory]
    [InlineData((ushort)0)]
    [InlineData((ushort)65535)]
    public void Unknown_and_any_are_no_groups(ushort flowSgt) =>
        Assert.Equal((12, SgtProvenance.Session), Ask([Session(0, A, "s", address: X, sgt: 12)], flowSgt));

    [Fact]
    public void A_session_names_its_group_and_names_can_move()
    {
        var index = Of(Named(0, "Clinicians", 20), Named(30, "Clinicians", 21), Session(5, A, "s", address: X, sgtName: "Clinicians"));
        Assert.Equal(20, index.Who(X, 20).Sgt);
        Assert.Equal(21, index.Who(X, 31).Sgt);
        Assert.Equal(0, Of(Session(5, A, "s", address: X, sgtName: "Nobody")).Who(X, 6).Sgt);
    }

    [Fact]
    public void The_longest_mapped_prefix_of_the_vpn_counts_until_it_is_deleted()
    {
        var index = Of(Mapped(0, "10.1.0.0", 16, 5), Mapped(0, "10.1.30.5", 32, 6), Mapped(20, "10.1.30.5", 32, 0));
        Assert.Equal([6, 5], new[] { index.Who(X, 10).Sgt, index.Who(X, 21).Sgt }.Select(s => (int)s));
        index.Apply(Mapped(0, "10.1.30.5", 32, 7) with { Vpn = "guests" });
        Assert.Equal(7, index.ResolveDevice(new DeviceQuestion(X, At(1)) { Vpn = "guests" }).Sgt);
    }

    [Fact]
    public void A_person_outranks_a_profiler_and_taking_back_leaves_the_other()
    {
        IdentityEvent[] log =
        [
            Lease(0, A, X), Assigned(0, A, 7), Assigned(5, A, 8, IdentitySource.Profiler), Assigned(10, A, 0),
        ];
        var index = Of(log);
        Assert.Equal([7, 8], new[] { index.Who(X, 6).Sgt, index.Who(X, 11).Sgt }.Select(s => (int)s));
    }

    [Fact]
    public void Changes_of_a_devices_group_are_told_with_their_cause()
    {
        var index = Index(
            new IdentityIndexOptions { Keep = TimeSpan.FromHours(2) }, null,
            Assigned(0, A, 7), Session(10, A, "s", address: X, sgt: 12), Session(20, A, "s", address: X, sgt: 13), Disconnected(30, A, "s"));
        Assert.Equal(
            ["0 to 7 at 0 by DeviceAssignment", "7 to 12 at 10 by Session", "12 to 13 at 20 by Session", "13 to 7 at 30 by DeviceAssignment"],
            index.SgtChangesOf(DeviceId.Of(A)).Select(c => $"{c.From} to {c.To} at {(c.AtMs - At(0)) / 60_000} by {c.Provenance}"));
    }

    [Fact]
    public void Changes_by_mappings_of_its_addresses_and_by_moving_names_are_told()
    {
        var index = Index(
            new IdentityIndexOptions { KeepsEverything = true }, null,
            Lease(0, A, X, until: 100), Mapped(10, "10.1.0.0", 16, 13), Mapped(20, "10.1.30.5", 32, 14), Mapped(30, "10.1.30.5", 32, 0),
            Named(0, "Clinicians", 20), Session(40, A, "s", address: X, sgtName: "Clinicians", user: "ann"), Named(50, "Clinicians", 21), Disconnected(60, A, "s"),
            Lease(110, B, Y));
        Assert.Equal(
            [
                "0 to 13 at 10 by Sxp: 10.1.30.5 in 10.1.0.0/16", "13 to 14 at 20 by Sxp: 10.1.30.5 in 10.1.30.5/32", "14 to 13 at 30 by Sxp: 10.1.30.5 in 10.1.0.0/16",
                "13 to 20 at 40 by Session: session s of ann", "20 to 21 at 50 by Session: session s of ann", "21 to 13 at 60 by Sxp: 10.1.30.5 in 10.1.0.0/16",
                "13 to 0 at 100 by None: nothing names a group any more",
            ],
            Told(index));
    }

    [Fact]
    public void Changes_by_directory_groups_are_told_when_who_is_logged_in_joins_and_leaves()
    {
        long[] changes = [At(20), At(30)];
        var lookups = Lookups with
        {
            GroupsOf = (user, atMs) => user.Key == "ann" && atMs >= changes[0] && atMs < changes[1] ? Privileged : [],
            ChangesOf = _ => changes,
        };
        var index = Index(new IdentityIndexOptions { KeepsEverything = true }, lookups, Session(0, A, "s", address: X, user: "ann"), Lease(40, B, Y));
        Assert.Equal(
            ["0 to 3 at 20 by Directory: ann is in Privileged-IT", "3 to 0 at 30 by None: nothing names a group any more"], Told(index));
    }

    [Fact]
    public void A_tag_in_flows_that_identity_does_not_explain_comes_first_and_ends_when_traffic_no_longer_carries_it()
    {
        var device = DeviceId.Of(A);
        var step = At(5) - At(0);
        SgtChange[] known =
        [
            new(device, 0, 12, SgtProvenance.Session, At(0), IdentitySource.Session, "session s of ann"),
            new(device, 12, 13, SgtProvenance.Session, At(60), IdentitySource.Session, "session s of ann"),
        ];
        CarriedTag[] carried = [new(At(5), 12), new(At(20), 99), new(At(20), 12), new(At(25), 99), new(At(40), 12), new(At(60), 12), new(At(65), 13), new(At(70), 0)];
        Assert.Equal(
            ["0 to 12 at 0", "12 to 99 at 20", "99 to 12 at 40", "12 to 13 at 60"],
            FlowTags.Join(device, known, carried, step, step).Select(c => $"{c.From} to {c.To} at {(c.AtMs - At(0)) / 60_000}"));
        Assert.Equal(
            ["0 to 7 by Flow", "7 to 8 by Flow"],
            FlowTags.Join(device, [], [new(At(0), 7), new(At(5), 7), new(At(10), 8)], step, step).Select(c => $"{c.From} to {c.To} by {c.Provenance}"));
    }

    [Fact]
    public void A_change_moves_traffic_of_both_roles_to_other_cells()
    {
        var moves = GroupMove.Of(4, 9, [
            new(true, 20, 6, 443, 5, 1000), new(true, 20, 6, 443, 1, 500), new(true, 20, 17, 53, 2, 10), new(false, 20, 6, 22, 1, 70), new(true, 0, 6, 80, 3, 30),
        ]);
        Assert.Equal(
            ["4-20 to 9-20: 8 flows, 1510 bytes", "20-4 to 20-9: 1 flows, 70 bytes", "4-0 to 9-0: 3 flows, 30 bytes"],
            moves.Select(m => $"{m.Leaves.Source}-{m.Leaves.Destination} to {m.Enters.Source}-{m.Enters.Destination}: {m.Flows} flows, {m.Bytes} bytes"));
        Assert.Equal([new MovedService(6, 443, 6, 1500), new MovedService(17, 53, 2, 10)], moves[0].Services);
    }

    [Fact]
    public void An_explanation_names_every_step_and_what_was_outranked()
    {
        var index = Index(null, Lookups, Session(0, A, "s", address: X, user: "ann", sgt: 12), Mapped(0, "10.1.0.0", 16, 13));
        var (answer, reasons) = index.Explain(new DeviceQuestion(X, At(1)));
        Assert.Equal(Privileged, answer.Groups);
        Assert.Equal([IdentityStep.Address, IdentityStep.Session, IdentityStep.Groups, IdentityStep.Sgt], reasons.Select(r => r.Step).Distinct());
        Assert.Contains(reasons, r => r is { Step: IdentityStep.Sgt, Verdict: EvidenceVerdict.Outranked });
        Assert.All(reasons, r => Assert.NotEmpty(r.ToString()));
        Assert.Equal(answer, index.ResolveDevice(new DeviceQuestion(X, At(1))));
    }

    [Fact]
    public void Descriptions_come_from_the_source_believed_most_attribute_by_attribute()
    {
        var index = Of(
            Found(0, IdentitySource.Directory, ("os", "Windows"), ("hostname", "ws12")),
            Found(1, IdentitySource.IotPlatform, ("os", "Windows 10"), ("type", "infusion pump")),
            Found(2, IdentitySource.IotPlatform, ("os", "Windows 11")));
        Assert.Equal(
            ["hostname=ws12 (Directory)", "os=Windows 11 (IotPlatform)"],
            index.AttributesOf(DeviceId.Of(A), At(3)).Select(a => $"{a.Name}={a.Value} ({a.Source})"));
        Assert.Contains(index.AttributesOf(DeviceId.Of(A), At(1)), a => a.Name == "type");
    }

    [Theory]
    [InlineData("", "infusion pump", "pump")]
    [InlineData("profiler", "workstation", "pump")]
    [InlineData("AccessPlatform,Profiler", "pump", "pump")]
    [InlineData("Directory", "infusion pump", "pump-17")]
    public void Platforms_are_believed_in_the_order_that_is_configured(string order, string type, string name)
    {
        var index = Index(
            new IdentityIndexOptions { DescriptionSources = order.Split(',', StringSplitOptions.RemoveEmptyEntries) }, Lookups,
            Found(3, IdentitySource.Profiler, ("type", "workstation")),
            Found(2, IdentitySource.AccessPlatform, ("type", "pump"), ("hostname", "pump")),
            Found(1, IdentitySource.IotPlatform, ("type", "infusion pump")),
            Found(4, IdentitySource.Directory, ("hostname", "pump-17")));
        var known = index.AttributesOf(DeviceId.Of(A), At(5)).ToDictionary(a => a.Name, a => a.Value);
        Assert.Equal((type, name), (known["type"], known["hostname"]));
    }

    [Theory]
    [InlineData("claroty", "'claroty' is no source that describes devices; there are Operator, Session, IotPlatform")]
    [InlineData("Flow", "'Flow' is no source")]
    [InlineData("7", "'7' is no source")]
    [InlineData("Profiler,profiler", "'Profiler' comes twice")]
    public void An_order_that_names_no_source_or_one_twice_is_refused(string order, string fault) =>
        Assert.Contains(fault, Assert.Single(new IdentityIndexOptions { DescriptionSources = order.Split(',') }.Validate()), StringComparison.Ordinal);

    private static IEnumerable<string> Told(IdentityIndex index) =>
        index.SgtChangesOf(DeviceId.Of(A)).Select(c => $"{c.From} to {c.To} at {(c.AtMs - At(0)) / 60_000} by {c.Source}: {c.Reason}");

    private static DeviceDiscovered Found(double minute, IdentitySource source, params (string Name, string Value)[] attributes) => new()
    {
        AtMs = At(minute),
        ArrivedMs = At(minute),
        Source = source,
        Mac = A,
        Attributes = attributes.ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal),
    };

    private static (int Sgt, SgtProvenance Provenance) Ask(IdentityEvent[] log, ushort flowSgt = 0)
    {
        var answer = Index(null, Lookups, log).ResolveDevice(new DeviceQuestion(X, At(1)) { FlowSgt = flowSgt });
        return (answer.Sgt, answer.SgtProvenance);
    }
}
