using System.Globalization;
using System.Text;
using Clarion.Connectors.Facts;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Mapping;
using Clarion.Connectors.PxGrid.Sessions;
using Clarion.Connectors.PxGrid.Sxp;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Events;

namespace Clarion.Connectors.Tests.PxGridMapping;

/// <summary>What outlives a connector.</summary>
public sealed class CheckpointTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 4, 14, 15, 22, TimeSpan.Zero);

    [Fact]
    public void Lines_come_back_and_what_is_no_checkpoint_has_none()
    {
        Assert.Equal(["s 1", "x 陳"], FactCheckpoint.Read("pxgrid 1", FactCheckpoint.Write("pxgrid 1", ["s 1", "two\nlines", "x 陳"])));
        Assert.All([null, "", "something else", "pxgrid 2\ns 1", "pxgrid 1"], text => Assert.Empty(FactCheckpoint.Read("pxgrid 1", text)));
    }

    [Fact]
    public void It_never_grows_beyond_its_bound()
    {
        var text = FactCheckpoint.Write("pxgrid 1", Enumerable.Range(0, 100_000).Select(n => string.Create(CultureInfo.InvariantCulture, $"s ip:10.9.0.1 陳{n}")));
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 999_000, FactCheckpoint.MaxBytes);
    }

    [Fact]
    public void Sessions_with_and_without_an_id_end_under_the_keys_they_were_told_by()
    {
        var first = new SessionDevices();
        first.Map([Running("a b", "AA:BB:CC:00:11:22"), Running(null, "AABB.CC00.1133"), Running("vpn", null)], At, DomainNames.Empty).Taken();
        var second = Recalled(first);
        second.Map([Running("new", "AA:BB:CC:00:11:44")], At.AddHours(1), DomainNames.Empty).Taken();
        Assert.Empty(second.EndEarlier(At.AddHours(1)).Facts);
        second.EndEarlier(At.AddHours(1)).Taken();
        Assert.Empty(second.EndEarlier(At.AddHours(1)).Facts);
        Assert.Equal(3, second.EarlierLosses.Doubted);
        Assert.True(second.EarlierLosses.Accept());
        var ends = second.EndEarlier(At.AddHours(2));
        Assert.Equal(
            ["a b aa:bb:cc:00:11:22 Disconnected", "aa:bb:cc:00:11:33 aa:bb:cc:00:11:33 Disconnected", "vpn ip:10.9.0.1 Disconnected"],
            ends.Facts.Cast<SessionChanged>().Select(s => $"{s.Key} {s.Device} {s.State}").Order(StringComparer.Ordinal));
        ends.Taken();
        Assert.Empty(second.EndEarlier(At.AddHours(3)).Facts);
        Assert.Equal(["aa:bb:cc:00:11:44 new"], second.Lines());
    }

    [Fact]
    public void A_session_that_still_runs_is_told_again_and_not_ended()
    {
        var first = new SessionDevices();
        PxChange<PxSession>[] all = [.. Enumerable.Range(10, 30).Select(n => Running($"s{n}", $"AA:BB:CC:00:11:{n}"))];
        first.Map(all, At, DomainNames.Empty).Taken();
        var second = Recalled(first);
        Assert.Equal(29, second.Map(all[1..], At.AddHours(1), DomainNames.Empty).Facts.Count);
        second.Map(all[1..], At.AddHours(1), DomainNames.Empty).Taken();
        var end = Assert.IsType<SessionChanged>(Assert.Single(second.EndEarlier(At.AddHours(1)).Facts));
        Assert.Equal(("s10", SessionState.Disconnected), (end.AuditSessionId, end.State));
    }

    [Fact]
    public void A_vpn_session_that_moved_meanwhile_ends_where_it_was()
    {
        var first = new SessionDevices();
        first.Map([Running("vpn", null)], At, DomainNames.Empty).Taken();
        var facts = Recalled(first).Map([Running("vpn", null, "10.9.0.8")], At.AddHours(1), DomainNames.Empty).Facts;
        Assert.Equal(["ip:10.9.0.1 Disconnected", "ip:10.9.0.8 Started"], facts.Cast<SessionChanged>().Select(s => $"{s.Device} {s.State}"));
    }

    [Fact]
    public void Lines_that_are_none_are_left_aside()
    {
        var devices = new SessionDevices();
        var mappings = new SxpMappings();
        foreach (var line in new[] { "", " ", "nobody x", "10.0.0.0/99 v", "ip: y" })
        {
            devices.Recall(line);
            mappings.Recall(line);
        }

        Assert.Empty(devices.Lines());
        Assert.Empty(mappings.Lines());
    }

    [Fact]
    public void Bindings_that_ended_meanwhile_are_taken_back_in_their_vpn()
    {
        var first = new SxpMappings();
        PxChange<PxSxpBinding>[] all = [.. Enumerable.Range(0, 25).Select(n => Bound($"10.20.{n}.0/24")), Bound("2001:db8::/32")];
        first.Map(all, At).Taken();
        var second = new SxpMappings();
        first.Lines().ToList().ForEach(second.Recall);
        second.Map(all[..^1], At.AddHours(1)).Taken();
        var end = Assert.IsType<SgtMapped>(Assert.Single(second.EndEarlier(At.AddHours(1)).Facts));
        Assert.Equal(("2001:db8::", 32, (ushort)0, "Guest VPN"), (end.Prefix.ToString(), end.Length, end.Sgt, end.Vpn));
    }

    private static SessionDevices Recalled(SessionDevices first)
    {
        var second = new SessionDevices();
        first.Lines().ToList().ForEach(second.Recall);
        return second;
    }

    private static PxChange<PxSxpBinding> Bound(string prefix) =>
        new(PxChangeKind.Current, new PxSxpBinding { IpPrefix = prefix, Tag = 5, Source = "10.0.0.2", Vpn = "Guest VPN" });

    private static PxChange<PxSession> Running(string? id, string? mac, string address = "10.9.0.1") => new(PxChangeKind.Current, new PxSession
    {
        AuditSessionId = id,
        MacAddress = mac,
        CallingStationId = "203.0.113.7",
        IpAddresses = [address],
        State = "STARTED",
        Timestamp = At,
    });
}
