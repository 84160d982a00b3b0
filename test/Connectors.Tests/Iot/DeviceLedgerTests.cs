using Clarion.Connectors.Rest;
using Clarion.Connectors.Rest.Devices;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;

namespace Clarion.Connectors.Tests.Iot;

/// <summary>What is told of devices, and when not.</summary>
public sealed class DeviceLedgerTests
{
    private static readonly DateTimeOffset T = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly MacAddr A = new(0xA0B1C2000001);

    private readonly DeviceLedger _ledger = new(IdentitySource.IotPlatform, new RestTimes(), new RestLimits { Records = 3 });

    [Fact]
    public void Unchanged_records_are_told_again_only_after_half_a_day()
    {
        Assert.Equal(2, Read(T, Device("1", A, "10.1.1.1")).Count);
        Assert.Empty(Read(T.AddHours(11), Device("1", A, "10.1.1.1")));
        var again = Assert.IsType<AddressBound>(Assert.Single(Read(T.AddHours(12), Device("1", A, "10.1.1.1"))));
        Assert.Equal(T.AddHours(12).ToUnixTimeMilliseconds(), again.AtMs);
        Assert.Empty(Read(T.AddHours(23), Device("1", A, "10.1.1.1")));
    }

    [Fact]
    public void A_record_with_an_old_time_of_its_own_is_not_freshened()
    {
        Read(T, Device("1", A, "10.1.1.1", T.AddDays(-2)));
        Assert.Empty(Read(T.AddDays(1), Device("1", A, "10.1.1.1", T.AddDays(-2))));
        Assert.Single(Read(T.AddDays(1), Device("1", A, "10.1.1.1", T.AddHours(20))));
    }

    [Fact]
    public void Time_never_goes_backwards_for_one_device()
    {
        Read(T, Device("1", A, "10.1.1.1"));
        var changes = Read(T.AddMinutes(5), Device("1", A, "10.1.1.2", T.AddHours(-1)));
        Assert.Equal(T.AddMinutes(5).ToUnixTimeMilliseconds(), Assert.Single(changes.OfType<AddressReleased>()).AtMs);
        Assert.Equal(T.ToUnixTimeMilliseconds() + 1, Assert.Single(changes.OfType<AddressBound>()).AtMs);
    }

    [Fact]
    public void Of_two_records_with_one_MAC_the_first_counts_in_every_read()
    {
        Read(T, Device("1", A, "10.1.1.1"), Device("2", A, "10.1.1.2"));
        Assert.Empty(Read(T.AddHours(1), Device("1", A, "10.1.1.1"), Device("2", A, "10.1.1.2")));
        Assert.Empty(Read(T.AddHours(1), false, Device("2", A, "10.1.1.2")));
        Assert.Equal(3, Read(T.AddHours(2), Device("2", A, "10.1.1.2")).Count);
    }

    [Fact]
    public void What_was_not_taken_changes_nothing()
    {
        _ledger.Begin(full: true);
        Assert.Equal(2, _ledger.Plan([Device("1", A, "10.1.1.1")], T).Facts.Count);
        Assert.Equal(0, _ledger.Count);
        Assert.Equal(2, _ledger.Plan([Device("1", A, "10.1.1.1")], T).Facts.Count);
    }

    [Fact]
    public void Devices_are_bounded_and_those_beyond_counted()
    {
        _ledger.Begin(full: true);
        var batch = _ledger.Plan([.. Enumerable.Range(0, 5).Select(n => Device($"{n}", new MacAddr(A.Value + (ulong)n), "10.1.1.1"))], T);
        batch.Taken();
        Assert.Equal((3, 2), (_ledger.Count, batch.Skipped));
        Assert.Contains("Limits:Records", batch.LastSkip, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_is_read_as_it_was_written_and_what_is_none_is_left()
    {
        Read(T, Device("1", A, "10.1.1.1", sgt: 17), Device("2", new MacAddr(A.Value + 1), "fd00::1"));
        var other = new DeviceLedger(IdentitySource.IotPlatform, new RestTimes(), new RestLimits());
        Assert.All(_ledger.Lines(), line => Assert.True(other.Recall(line)));
        Assert.All(["", "d", "s ip:10.1.1.1 1 1 x", "d zz 1 1 1 1 ", "d a0b1c2000001 -1 1 1 1 "], line => Assert.False(other.Recall(line)));
        Assert.Equal(_ledger.Lines(), other.Lines());
        other.Begin(full: true);
        Assert.Empty(other.Plan([Device("1", A, "10.1.1.1", sgt: 17)], T.AddMinutes(1)).Facts.OfType<DeviceDiscovered>());
        Assert.Equal(2, other.Vanished);
    }

    [Fact]
    public void What_vanished_loses_its_description_its_addresses_and_its_group()
    {
        Read(T, Device("1", A, "10.1.1.1", sgt: 17));
        _ledger.Begin(full: true);
        var batch = _ledger.PlanVanished(T.AddHours(1));
        Assert.Empty(Assert.Single(batch.Facts.OfType<DeviceDiscovered>()).Attributes);
        Assert.Single(batch.Facts.OfType<AddressReleased>());
        Assert.Equal(0, Assert.Single(batch.Facts.OfType<SgtAssigned>()).Sgt);
        batch.Taken();
        Assert.Equal(0, _ledger.Count);
    }

    private IReadOnlyList<IdentityEvent> Read(DateTimeOffset at, params DeviceRecord[] records) => Read(at, true, records);

    private IReadOnlyList<IdentityEvent> Read(DateTimeOffset at, bool full, params DeviceRecord[] records)
    {
        _ledger.Begin(full);
        var batch = _ledger.Plan(records, at);
        batch.Taken();
        return batch.Facts;
    }

    private static DeviceRecord Device(string id, MacAddr mac, string address, DateTimeOffset? seen = null, ushort sgt = 0) =>
        new(id, new Dictionary<string, string> { ["type"] = "pump" }, [new DeviceInterface(mac, [IpAddr.Parse(address)], null, seen, sgt)], null);
}
