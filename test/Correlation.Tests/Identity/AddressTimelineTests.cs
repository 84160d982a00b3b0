using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;
using static Clarion.Correlation.Tests.Identity.Log;

namespace Clarion.Correlation.Tests.Identity;

/// <summary>Who held one address, and when.</summary>
public sealed class AddressTimelineTests
{
    [Fact]
    public void A_lease_holds_from_its_beginning_to_its_end()
    {
        var index = Of(Lease(60, A, X, until: 70));
        Assert.Equal(IdentityOutcome.NoBinding, index.Who(X, 54).Outcome);
        Assert.Equal(A, index.MacOf(X, 60));
        Assert.Equal(A, index.MacOf(X, 69.99));
        Assert.Equal(IdentityOutcome.Expired, index.Who(X, 76).Outcome);
    }

    [Fact]
    public void Within_the_window_a_binding_counts_before_it_begins_and_after_it_ends()
    {
        var index = Of(Lease(60, A, X, until: 70));
        Assert.True(index.Who(X, 55) is { Outcome: IdentityOutcome.Known, IsNear: true });
        Assert.True(index.Who(X, 75) is { Outcome: IdentityOutcome.Known, IsNear: true });
        Assert.False(index.Who(X, 65).IsNear);
        var strict = Index(new IdentityIndexOptions { Window = TimeSpan.Zero }, null, Lease(60, A, X, until: 70));
        Assert.Null(strict.MacOf(X, 59.99));
        Assert.Null(strict.MacOf(X, 70));
    }

    [Fact]
    public void A_released_lease_is_over()
    {
        var index = Of(Lease(0, A, X, until: 8 * Hour), Released(10, A, X));
        Assert.Equal(A, index.MacOf(X, 9));
        Assert.Equal(IdentityOutcome.Expired, index.Who(X, 20).Outcome);
        Assert.Contains(
            index.Explain(new DeviceQuestion(X, At(20))).Reasons, r => r.Verdict == EvidenceVerdict.Released && r.Device == DeviceId.Of(A));
    }

    [Fact]
    public void A_later_lease_ends_an_earlier_one_that_overlaps()
    {
        var index = Of(Lease(0, A, X, until: 8 * Hour), Lease(30, B, X, until: 8 * Hour));
        Assert.Equal(A, index.MacOf(X, 29));
        Assert.Equal(B, index.MacOf(X, 31));
    }

    [Fact]
    public void Two_leases_of_one_moment_are_contested_unless_the_place_decides()
    {
        var index = Of(
            Lease(0, A, X, until: 8 * Hour, at: Switch1, port: "Gi1/0/1"), Lease(0, B, X, until: 8 * Hour, at: Switch2, port: "Gi1/0/1"));
        Assert.Equal(IdentityOutcome.Ambiguous, index.Who(X, 10).Outcome);
        Assert.Equal(DeviceId.Of(X), index.Who(X, 10).Device);
        Assert.Equal(A, index.MacOf(X, 10, Switch1));
        Assert.Equal(B, index.MacOf(X, 10, Switch2));
    }

    [Fact]
    public void Ports_decide_between_devices_on_one_switch_whatever_their_spelling()
    {
        var index = Of(
            Port(Switch1, 7, "Gi1/0/7"), Port(Switch1, 8, "Gi1/0/8"), Port(Switch1, 9, "Te1/1/1"),
            Lease(0, A, X, until: 8 * Hour, at: Switch1, port: "GigabitEthernet1/0/7"),
            Lease(0, B, X, until: 8 * Hour, at: Switch1, port: "GigabitEthernet1/0/8"));
        Assert.Equal(IdentityOutcome.Ambiguous, index.Who(X, 10, Switch1).Outcome);
        Assert.Equal(A, index.MacOf(X, 10, Switch1, 7));
        Assert.Equal(B, index.MacOf(X, 10, Switch1, 8));
        Assert.Equal(IdentityOutcome.Ambiguous, index.Who(X, 10, Switch1, 9).Outcome);
    }

    [Fact]
    public void A_destination_is_not_looked_for_on_the_switch_that_forwards_to_it()
    {
        var index = Of(Lease(0, A, X, until: 8 * Hour, at: Switch1), Lease(0, B, X, until: 8 * Hour, at: Switch2));
        var question = new DeviceQuestion(X, At(10)) { Switch = Switch1, InterfaceOnly = true };
        Assert.Equal(IdentityOutcome.Ambiguous, index.ResolveDevice(question).Outcome);
    }

    [Fact]
    public void Another_switch_on_the_way_does_not_speak_against_the_only_holder()
    {
        var index = Of(Session(0, A, "s1", address: X, at: Switch1));
        Assert.Equal(A, index.MacOf(X, 10, Switch2, 3));
    }

    [Fact]
    public void A_device_known_to_be_there_wins_over_one_that_only_has_a_lease()
    {
        var index = Of(
            Lease(0, A, X, until: 8 * Hour, at: Switch1), Lease(0, B, X, until: 8 * Hour, at: Switch1),
            Session(10, B, "b", address: X, at: Switch1));
        Assert.Equal(B, index.MacOf(X, 20));
    }

    [Fact]
    public void But_not_when_the_other_may_be_there_on_another_switch()
    {
        var index = Of(
            Lease(0, A, X, until: 8 * Hour, at: Switch1), Lease(0, B, X, until: 8 * Hour, at: Switch2),
            Session(10, B, "b", address: X, at: Switch2));
        Assert.Equal(IdentityOutcome.Ambiguous, index.Who(X, 20).Outcome);
        index.Apply(Session(21, A, "a", address: X, at: Switch1));
        index.Apply(Disconnected(22, A, "a"));
        Assert.Equal(B, index.MacOf(X, 30));
    }

    [Fact]
    public void A_session_whose_end_was_missed_ends_when_the_address_is_seen_with_another_device()
    {
        var index = Of(
            Session(0, A, "a", address: X, user: "ann", at: Switch1, port: "Gi1/0/1"),
            Session(30, B, "b", address: X, user: "bob", at: Switch1, port: "Gi1/0/2"));
        Assert.Equal(A, index.MacOf(X, 29));
        Assert.Equal(B, index.MacOf(X, 31));
        Assert.Equal("ann", index.UserOf(A, 29));
        Assert.Null(index.UserOf(A, 36));
        Assert.Equal(SessionEnding.AddressTaken, Assert.Single(index.SessionsOf(DeviceId.Of(A))).Ending);
    }

    [Fact]
    public void But_traffic_from_its_own_port_shows_that_it_was_not_over()
    {
        var index = Of(
            Port(Switch1, 1, "Gi1/0/1"), Port(Switch1, 2, "Gi1/0/2"),
            Session(0, A, "a", address: X, user: "ann", at: Switch1, port: "GigabitEthernet1/0/1"),
            Session(30, B, "b", address: X, user: "bob", at: Switch1, port: "GigabitEthernet1/0/2"));
        Assert.Equal(B, index.MacOf(X, 40, Switch1));
        Assert.Equal(B, index.MacOf(X, 40, Switch1, 2));
        var at = index.Who(X, 40, Switch1, 1);
        Assert.Equal((A, "ann"), (at.Device.Mac, at.User?.Key));
    }

    [Fact]
    public void Behind_one_port_a_second_session_with_the_address_contests_it()
    {
        var index = Of(
            Session(0, A, "a", address: X, at: Switch1, port: "Gi1/0/1"), Session(30, B, "b", address: X, at: Switch1, port: "Gi1/0/1"));
        Assert.Equal(A, index.MacOf(X, 29));
        Assert.Equal(IdentityOutcome.Ambiguous, index.Who(X, 31).Outcome);
        index.Apply(Disconnected(40, A, "a"));
        Assert.Equal(B, index.MacOf(X, 41));
    }

    [Fact]
    public void It_goes_on_when_it_is_heard_of_again_and_then_the_address_is_contested()
    {
        var index = Of(
            Session(0, A, "a", address: X, at: Switch1), Session(30, B, "b", address: X, at: Switch1),
            Session(40, A, "a", address: X, at: Switch1));
        Assert.Equal(B, index.MacOf(X, 35));
        Assert.Equal(IdentityOutcome.Ambiguous, index.Who(X, 41).Outcome);
    }

    [Fact]
    public void A_session_that_a_lease_stands_behind_is_not_ended_by_another_device()
    {
        var index = Of(
            Lease(0, A, X, until: 8 * Hour), Lease(0, B, X, until: 8 * Hour),
            Session(10, A, "a", address: X, user: "ann"), Session(20, B, "b", address: X, user: "bob"));
        Assert.Equal(IdentityOutcome.Ambiguous, index.Who(X, 30).Outcome);
        Assert.Equal("ann", index.UserOf(A, 30));
    }

    [Fact]
    public void A_sighting_holds_for_hours_and_ends_with_the_next_device()
    {
        var index = Of(Seen(0, A, X, Switch1, 3));
        Assert.Equal(A, index.MacOf(X, 7 * Hour));
        index.Apply(Seen(8 * Hour - 1, B, X, Switch1, 4));
        Assert.Equal(B, index.MacOf(X, 8 * Hour));
        Assert.Null(index.MacOf(X, 17 * Hour));
    }

    [Fact]
    public void A_platform_record_does_not_take_an_address_from_a_session()
    {
        var index = Of(Session(0, A, "a", address: X), Record(10, B, X));
        Assert.Equal(A, index.MacOf(X, 20));
    }

    [Fact]
    public void What_a_router_said_is_taken_back()
    {
        var index = Of(Seen(0, A, X), Seen(5, B, X));
        Assert.Equal(B, index.MacOf(X, 6));
        index.Apply(new AddressReleased
        {
            AtMs = At(7),
            ArrivedMs = At(7),
            Source = IdentitySource.Flow,
            Address = X,
            Mac = B,
            RevokedSinceMs = At(2),
        });
        Assert.Equal(A, index.MacOf(X, 6));
    }

    [Fact]
    public void The_mac_in_a_flow_decides_between_holders_but_a_router_is_not_believed()
    {
        var index = Of(Lease(0, A, X, until: 8 * Hour), Lease(0, B, X, until: 8 * Hour), Lease(0, C, Y, until: 8 * Hour));
        var question = new DeviceQuestion(X, At(10)) { Mac = B };
        Assert.Equal(DeviceId.Of(B), index.ResolveDevice(question).Device);
        Assert.Equal(IdentityOutcome.Ambiguous, index.ResolveDevice(question with { Mac = C }).Outcome);
        var routed = index.Explain(new DeviceQuestion(Y, At(10)) { Mac = A });
        Assert.Equal(DeviceId.Of(C), routed.Answer.Device);
        Assert.Contains(routed.Reasons, r => r.Verdict == EvidenceVerdict.NotTheHolder && r.Device == DeviceId.Of(A));
    }

    [Fact]
    public void A_device_with_a_session_is_known_by_its_mac_when_its_address_is_not()
    {
        var index = Of(Session(0, A, "a", address: X, user: "ann"));
        var privacy = new DeviceQuestion(IpAddr.Parse("fd00::1234"), At(10)) { Mac = A };
        Assert.Equal("ann", index.ResolveDevice(privacy).User?.Key);
        Assert.Equal(IdentityOutcome.NoBinding, index.ResolveDevice(privacy with { Mac = B }).Outcome);
    }

    [Fact]
    public void Unknown_addresses_are_provisional_inside_and_nothing_outside()
    {
        var index = Of();
        Assert.True(index.Who(X, 0) is { Outcome: IdentityOutcome.NoBinding } inside && inside.Device == DeviceId.Of(X));
        Assert.True(index.Who(IpAddr.Parse("8.8.8.8"), 0) is { Outcome: IdentityOutcome.External } outside && outside.Device.IsNone);
        Assert.Equal(IdentityOutcome.NotAsked, index.ResolveDevice(default).Outcome);
    }

    [Fact]
    public void An_answer_allocates_nothing()
    {
        var index = Of(
            Lease(0, A, X, until: 8 * Hour, at: Switch1), Lease(0, B, X, until: 8 * Hour, at: Switch2),
            Session(1, A, "a", address: X, user: "ann", at: Switch1), Session(2, B, "b", address: X, user: "bob", at: Switch2));
        var question = new DeviceQuestion(X, At(5)) { Switch = Switch1 };
        Assert.Equal("ann", index.ResolveDevice(question).User?.Key);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            index.ResolveDevice(question);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Confidence_grows_with_independent_sources_and_shrinks_with_doubt()
    {
        var lease = Of(Lease(10, A, X, until: 60)).Who(X, 20).Confidence;
        var both = Of(Lease(10, A, X, until: 60), Session(10, A, "a", address: X)).Who(X, 20).Confidence;
        Assert.Equal(0.7, lease, 6);
        Assert.Equal(1 - (0.3 * 0.2), both, 6);
        Assert.True(Of(Lease(10, A, X, until: 60)).Who(X, 62).Confidence < lease);
    }

    [Fact]
    public void The_timeline_names_every_holder_once_and_has_no_gaps()
    {
        var options = new IdentityIndexOptions { Window = TimeSpan.Zero, Keep = TimeSpan.FromHours(4) };
        var index = Index(options, null, Seen(10, A, X), Seen(20, A, X), Seen(30, B, X), Lease(60, C, X, until: 90));
        var holders = index.HoldersOf(X, At(0), At(100));
        Assert.Equal(
            [(0, null), (10, A), (30, B), (60, C), (90, (MacAddr?)null)],
            holders.Select(h => ((int)((h.FromMs - At(0)) / 60_000), h.Outcome == IdentityOutcome.Known ? h.Device.Mac : (MacAddr?)null)));
        Assert.All(holders.Zip(holders.Skip(1)), pair => Assert.Equal(pair.First.ToMs, pair.Second.FromMs));
    }
}
