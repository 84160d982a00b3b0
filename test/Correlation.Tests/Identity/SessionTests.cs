using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;
using static Clarion.Correlation.Tests.Identity.Log;

namespace Clarion.Correlation.Tests.Identity;

/// <summary>Sessions of a device: who uses it, where, since when.</summary>
public sealed class SessionTests
{
    [Fact]
    public void A_session_names_user_port_and_device()
    {
        var answer = Of(Session(0, A, "s1", address: X, user: @"CLINIC\Ann", at: Switch1, port: "GigabitEthernet1/0/12")).Who(X, 10);
        Assert.Equal(("ann@clinic", Switch1, "gi1/0/12", DeviceId.Of(A)), (answer.User?.Key, answer.Place!.Switch, answer.Place.Port, answer.Device));
    }

    [Fact]
    public void The_end_of_an_old_session_does_not_end_the_new_one()
    {
        var index = Of(
            Session(0, A, "old", address: X, user: "ann"), Session(10, A, "new", address: X, user: "ann"), Disconnected(12, A, "old", X));
        Assert.Equal("ann", index.UserOf(A, 30));
        Assert.Equal("new", index.Who(X, 30).Session?.Key);
        Assert.Equal(
            [("old", SessionEnding.Replaced), ("new", SessionEnding.None)],
            index.SessionsOf(DeviceId.Of(A)).Select(s => (s.Content.Key, s.Ending)));
    }

    [Fact]
    public void An_old_session_without_an_end_does_not_come_back_when_the_new_one_ends()
    {
        var index = Of(
            Session(0, A, "old", address: X, user: "ann"), Session(10, A, "new", address: Y, user: "bob"), Disconnected(20, A, "new"));
        Assert.Null(index.UserOf(A, 30));
        Assert.Equal(IdentityOutcome.Expired, index.Who(X, 30).Outcome);
    }

    [Fact]
    public void An_address_that_comes_late_and_is_missing_later_stays_the_sessions()
    {
        var index = Of(
            Session(0, A, "s", SessionState.Authenticated, user: "ann"), Session(1, A, "s", address: X, user: "ann"),
            Session(30, A, "s", user: "ann"));
        Assert.Equal(A, index.MacOf(X, 40));
        index.Apply(Session(50, A, "s", address: Y, user: "ann"));
        Assert.Equal(A, index.MacOf(Y, 60));
        Assert.Null(index.MacOf(X, 60));
    }

    [Fact]
    public void Authenticating_says_nothing_about_who_is_there()
    {
        Assert.Null(Of(Session(0, A, "s", SessionState.Authenticating, X, "ann")).UserOf(A, 1));
        var index = Of(Session(0, A, "s", address: X, user: "ann"), Session(10, A, "s", SessionState.Authenticating, X));
        Assert.Equal("ann", index.UserOf(A, 20));
    }

    [Fact]
    public void An_unknown_state_is_a_running_session() =>
        Assert.Equal("ann", Of(Session(0, A, "s", SessionState.Unknown, X, "ann")).UserOf(A, 1));

    [Fact]
    public void A_silent_session_is_over_after_a_while_and_words_in_between_keep_it_alive()
    {
        var index = Of(Session(0, A, "s", address: X, user: "ann"));
        Assert.Equal("ann", index.UserOf(A, 23.9 * Hour));
        Assert.Null(index.UserOf(A, 24.2 * Hour));
        index.Apply(Session(20 * Hour, A, "s", address: X, user: "ann"));
        Assert.Equal("ann", index.UserOf(A, 43 * Hour));
    }

    [Fact]
    public void Without_an_audit_id_the_device_is_the_key()
    {
        var index = Of(Session(0, A, "", address: X, user: "ann"), Disconnected(10, A, ""));
        Assert.Equal("ann", index.UserOf(A, 5));
        Assert.Null(index.UserOf(A, 16));
    }

    [Fact]
    public void Two_statements_of_one_moment_are_two()
    {
        var index = Of(
            Session(0, A, "s", address: X, user: "ann"), Session(0, A, "s", address: X, user: "ann", late: 0.1) with { Profile = "Printer" });
        Assert.Equal("Printer", index.Who(X, 1).Session?.Profile);
    }

    [Fact]
    public void Near_sessions_of_different_users_name_nobody_and_of_the_same_user_do()
    {
        var handOver = Of(
            Session(0, A, "s1", address: X, user: "ann"), Disconnected(10, A, "s1"), Session(14, A, "s2", address: X, user: "bob"));
        Assert.Null(handOver.UserOf(A, 12));
        var again = Of(
            Session(0, A, "s1", address: X, user: "ann"), Disconnected(10, A, "s1"), Session(14, A, "s2", address: X, user: "ann"));
        Assert.Equal("ann", again.UserOf(A, 12));
    }

    [Fact]
    public void A_user_has_several_devices_and_each_only_while_it_is_theirs()
    {
        var index = Of(
            Session(0, A, "a", address: X, user: "ann"), Session(5, B, "b", address: Y, user: "ann"), Disconnected(10, A, "a"),
            Session(12, A, "a2", address: X, user: "bob"));
        Assert.Equal([A, B], index.DevicesOf("ann", At(8)).Select(s => s.Device.Mac).Order(Comparer<MacAddr>.Create((l, r) => l.Value.CompareTo(r.Value))));
        Assert.Equal([B], index.DevicesOf("ann", At(13)).Select(s => s.Device.Mac));
        Assert.Equal([A], index.DevicesOf("bob", At(13)).Select(s => s.Device.Mac));
        Assert.Empty(index.DevicesOf("nobody", At(13)));
    }

    [Fact]
    public void A_machine_account_is_no_user()
    {
        var answer = Of(Session(0, A, "s", address: X) with
        {
            Machine = new(Correlation.Identity.Accounts.AccountKind.Machine, "ws12", "clinic.example"),
        }).Who(X, 1);
        Assert.Null(answer.User);
        Assert.Equal("ws12$@clinic.example", answer.Machine?.Key);
    }

    [Fact]
    public void A_vpn_session_is_known_by_its_address()
    {
        var index = Of(Session(0, default, "vpn", address: X, user: "ann"));
        var answer = index.Who(X, 1);
        Assert.Equal((IdentityOutcome.Known, DeviceId.Of(X), "ann"), (answer.Outcome, answer.Device, answer.User?.Key));
    }

    [Fact]
    public void A_randomised_mac_is_said_to_be_one()
    {
        var random = new MacAddr(0x02_00_00_00_00_01);
        Assert.True(Of(Session(0, random, "s", address: X)).Who(X, 1).HasLocalMac);
        Assert.False(Of(Session(0, A, "s", address: X)).Who(X, 1).HasLocalMac);
    }

    [Fact]
    public void Devices_that_left_are_forgotten_and_their_memory_with_them()
    {
        var index = Of();
        for (var i = 0; i < 1000; i++)
        {
            var mac = new MacAddr(0x02_00_00_00_00_00 + (ulong)i + 1);
            index.Apply(Session(i, mac, $"s{i}", address: X, user: $"u{i}"));
            index.Apply(Disconnected(i + 0.5, mac, $"s{i}"));
        }

        index.Compact(At(1000 + (49 * Hour)));
        Assert.Equal((0, 0, 0), (index.AddressCount, index.DeviceCount, index.UserCount));
    }

    [Fact]
    public void Facts_of_one_address_and_device_are_bounded_and_what_is_dropped_is_counted()
    {
        var index = Index(new IdentityIndexOptions { MaxFactsPerAddress = 8, MaxFactsPerDevice = 8 });
        for (var i = 0; i < 100; i++)
        {
            index.Apply(Seen(i / 100.0, new MacAddr(0x00_1B_A9_00_10_00 + (ulong)i), X));
            index.Apply(Session(i / 100.0, A, $"s{i}", address: IpAddr.FromV4(0x0A010000 | (uint)i)));
        }

        Assert.True(index.Discarded >= 92 * 2, $"{index.Discarded}");
        Assert.Equal(8, index.SessionsOf(DeviceId.Of(A)).Count);
    }

    [Fact]
    public void Bad_events_are_refused()
    {
        var index = Of();
        var session = Session(0, A, "s", address: X);
        Assert.Equal(ApplyOutcome.Refused, index.Apply(session with { Mac = default, Addresses = [] }).Outcome);
        Assert.Equal(ApplyOutcome.Refused, index.Apply(session with { Mac = new MacAddr(0xFFFF_FFFF_FFFF) }).Outcome);
        Assert.Equal(ApplyOutcome.Refused, index.Apply(session with { AtMs = session.ArrivedMs + 3_600_000 }).Outcome);
        Assert.Equal(ApplyOutcome.Refused, index.Apply(Lease(0, default, X)).Outcome);
        Assert.Equal(ApplyOutcome.Refused, index.Apply(Mapped(0, "10.0.0.0", 33, 5)).Outcome);
        Assert.Equal(ApplyOutcome.Applied, index.Apply(session).Outcome);
        Assert.Equal(ApplyOutcome.Duplicate, index.Apply(session with { ArrivedMs = session.ArrivedMs + 9 }).Outcome);
    }

    [Fact]
    public void Options_that_cannot_work_are_named()
    {
        var fault = Assert.Throws<ArgumentException>(() => Index(new IdentityIndexOptions { Keep = TimeSpan.FromMinutes(1) }));
        Assert.Contains("Keep", fault.Message, StringComparison.Ordinal);
    }
}
