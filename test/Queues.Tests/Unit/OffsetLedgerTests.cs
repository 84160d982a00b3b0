using Clarion.Queues.Kafka;

namespace Clarion.Queues.Tests.Unit;

public sealed class OffsetLedgerTests
{
    [Fact]
    public void Only_what_has_nothing_open_before_it_is_settled()
    {
        var ledger = new OffsetLedger();
        ledger.Start(100);
        Assert.Equal((100, 0), (ledger.Settled, ledger.Taken));

        // A log may leave numbers out.
        foreach (var offset in new[] { 100, 101, 105, 106 })
        {
            ledger.HandOut(offset);
        }

        ledger.Settle(105);
        ledger.Settle(101);
        Assert.Equal((100, 7), (ledger.Settled, ledger.Taken));
        ledger.Settle(100);
        Assert.Equal((106, 1), (ledger.Settled, ledger.Taken));
        ledger.Settle(106);
        Assert.Equal((107, 0), (ledger.Settled, ledger.Taken));
        ledger.Settle(106);
        Assert.Equal(107, ledger.Settled);
    }

    [Fact]
    public void Everything_open_comes_again_after_a_new_start()
    {
        var ledger = new OffsetLedger();
        ledger.Start(0);
        ledger.HandOut(0);
        ledger.HandOut(1);
        ledger.Settle(1);
        ledger.Start(ledger.Settled);
        ledger.HandOut(0);
        ledger.HandOut(1);
        ledger.Settle(0);
        Assert.Equal(1, ledger.Settled);
    }
}
