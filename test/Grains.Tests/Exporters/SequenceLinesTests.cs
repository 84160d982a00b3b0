using Clarion.Flows.Exporters;
using Clarion.Grains.Exporters;
using Clarion.Grains.Interfaces.Exporters;
using CsCheck;

namespace Clarion.Grains.Tests.Exporters;

/// <summary>What was lost of an exporter that sends to several gateways.</summary>
public sealed class SequenceLinesTests
{
    private static readonly string[] Gateways = ["a", "b", "c"];

    private static readonly Gen<Step> Steps =
        from units in Gen.UInt[1, 50_000]
        from isLost in Gen.Int[0, 4]
        from turn in Gen.Int[0, 29]
        from restart in Gen.Int[0, 9]
        from reports in Gen.Int[0, 2]
        from delivers in Gen.Int[0, 7]
        select new Step(units, isLost == 0, turn, restart == 0, reports, delivers);

    [Fact]
    public void Whatever_way_datagrams_and_reports_take_what_no_gateway_received_is_lost()
    {
        Gen.Select(Gen.UInt, Gen.Bool, Gen.Int[-5000, 5000], Steps.Array[10, 150]).Sample((start, isShared, skew, steps) =>
        {
            var exporter = new NumberedExporter(start);
            exporter.Skew("b", skew);
            Queue<ExporterReport>[] outboxes = [new(), new(), new()];
            List<ExporterReport> told = [];
            var (lost, open, inRow, at) = (0L, -1L, 0, 0);
            foreach (var step in steps)
            {
                at = isShared ? step.Turn % 3 : step.Turn < 3 ? step.Turn : at;
                if (step.Restarts)
                {
                    Tell(at);
                    exporter.Restart(Gateways[at]);
                }

                inRow = step.IsLost && inRow < 5 ? inRow + 1 : 0;
                if (inRow > 0)
                {
                    exporter.Send(step.Units);
                    open += open < 0 ? 0 : step.Units;
                }
                else
                {
                    exporter.Send(step.Units, Gateways[at]);
                    (lost, open) = (lost + Math.Max(0, open), 0);
                }

                for (var i = 0; i < step.Reports; i++)
                {
                    Tell(at);
                }

                Deliver(step.Delivers);
            }

            for (var gateway = 0; gateway < 3; gateway++)
            {
                Tell(gateway);
            }

            // The last reports come in any order; then everything once more, from the last to the first.
            Deliver(steps[0].Delivers);
            Deliver(7);
            var counted = exporter.Lost;
            told.Reverse();
            told.ForEach(exporter.Deliver);
            return counted == lost && exporter.Lost == lost;

            void Tell(int gateway)
            {
                var report = exporter.ReportOf(Gateways[gateway]);
                outboxes[gateway].Enqueue(report);
                told.Add(report);
            }

            void Deliver(int which)
            {
                for (var gateway = 0; gateway < 3; gateway++)
                {
                    while ((which & (1 << gateway)) != 0 && outboxes[gateway].TryDequeue(out var report))
                    {
                        exporter.Deliver(report);
                    }
                }
            }
        }, iter: 2000);
    }

    [Fact]
    public void An_exporter_that_moves_and_comes_back_has_lost_what_no_gateway_received()
    {
        var exporter = new NumberedExporter();
        Send(exporter, 10, "a");
        exporter.Send(7);
        Send(exporter, 50, "b");
        exporter.Report("a", "b");
        Assert.Equal(7, exporter.Lost);
        exporter.Send(5);
        Send(exporter, 10, "a");
        exporter.Report("b", "a");
        Assert.Equal(12, exporter.Lost);
    }

    [Fact]
    public void What_is_lost_while_a_gateway_is_away_counts()
    {
        var exporter = new NumberedExporter();
        Send(exporter, 10, "a");
        exporter.Report("a");
        exporter.Restart("a");
        exporter.Send(400);
        Send(exporter, 10, "a");
        exporter.Report("a");
        Assert.Equal(400, exporter.Lost);
    }

    [Fact]
    public void Of_datagrams_that_are_shared_out_nothing_is_lost()
    {
        var exporter = new NumberedExporter(uint.MaxValue - 500);
        string[] gateways = ["a", "b", "c"];
        for (var i = 0; i < 300; i++)
        {
            exporter.Send(10, gateways[i % 3]);
            exporter.Report(gateways[i % 3]);
            Assert.Equal(0, exporter.Lost);
        }

        exporter.Send(3);
        exporter.Send(10, "b");
        exporter.Report("b");
        Assert.Equal(3, exporter.Lost);
    }

    [Fact]
    public void One_gateway_alone_counts_as_it_does_by_itself()
    {
        var exporter = new NumberedExporter();
        Send(exporter, 100, "a");
        exporter.Send(1000);
        Send(exporter, 100, "a");
        for (var restart = 0; restart < 3; restart++)
        {
            exporter.Restart();
            Send(exporter, 3, "a");
            exporter.Report("a");
            Assert.Equal(exporter.ReportOf("a").Counters.LostUnits, exporter.Lost);
        }

        Assert.Equal(1000, exporter.Lost);
    }

    [Fact]
    public void Copies_are_each_gateways_own_matter()
    {
        var exporter = new NumberedExporter();
        for (var i = 0; i < 200; i++)
        {
            exporter.Send(10, i % 20 == 7 ? ["a"] : i % 50 == 9 ? ["b"] : ["a", "b"]);
            exporter.Report("a", "b");
        }

        Assert.Equal(4 * 10 + 10 * 10, exporter.Lost);
    }

    [Fact]
    public void A_datagram_that_came_twice_does_not_make_copies_of_the_others()
    {
        var exporter = new NumberedExporter();
        for (var i = 0; i < 200; i++)
        {
            exporter.Send(10, i == 99 ? ["a", "b"] : i % 2 == 0 ? ["a"] : ["b"]);
        }

        exporter.Report("a", "b");
        Assert.Equal(0, exporter.Lost);
    }

    [Fact]
    public void Numbers_for_each_destination_apart_are_each_gateways_own_matter()
    {
        var (one, other) = (new NumberedExporter(), new NumberedExporter(40));
        Send(one, 100, "a");
        one.Send(30);
        Send(other, 80, "b");
        Send(one, 100, "a");
        one.Deliver(other.ReportOf("b"));
        one.Report("a");
        Assert.Equal(30, one.Lost);
    }

    [Fact]
    public void A_restart_of_the_exporter_takes_back_nothing()
    {
        var exporter = new NumberedExporter();
        Send(exporter, 1000, "a");
        exporter.Send(5000);
        Send(exporter, 1000, "a");
        exporter.Report("a");
        Assert.Equal(5000, exporter.Lost);

        // On the way down it changes the gateway.
        exporter.NowMs += 120_000;
        exporter.Restart();
        Send(exporter, 10, "c");
        exporter.Report("c");
        Assert.Equal(5000, exporter.Lost);
        exporter.Send(3);
        Send(exporter, 10, "a");
        exporter.Report("a");
        Assert.Equal(5003, exporter.Lost);
    }

    [Fact]
    public void Units_that_could_not_be_counted_are_neither_received_nor_lost()
    {
        var tracker = new SequenceTracker();
        tracker.Observe(0, 10, 1);
        tracker.Forget();
        tracker.Observe(50, 10, 2);
        tracker.Observe(65, 10, 3);
        Assert.Equal([new(1, 3, 0, 75, 5, 40)], tracker.Stretches());
    }

    [Fact]
    public void Numbers_wrap_many_times_and_what_stands_still_meanwhile_keeps_its_place()
    {
        const uint Many = 500_000;
        var exporter = new NumberedExporter(12);
        exporter.Send(Many, "a");
        exporter.Send(100, "c");
        for (var i = 0L; i < (5L << 32) / Many; i++)
        {
            exporter.Send(Many, i % 2 == 0 ? "a" : "b");
            if (i % 1000 == 500)
            {
                exporter.Report("a", "c", "b");
                Assert.Equal(0, exporter.Lost);
            }
        }

        exporter.Send(77);
        exporter.Send(1, "a");
        exporter.Send(1, "b");
        exporter.Report("b", "a");
        Assert.Equal(77, exporter.Lost);
        Assert.Equal(SequenceLines.MostEnded, exporter.Record.Lines.Ended.Length);
    }

    [Fact]
    public void Much_that_has_ended_is_kept_in_little()
    {
        var exporter = new NumberedExporter();
        for (var i = 0; i < 100; i++)
        {
            Send(exporter, 3, i % 3 == 0 ? "b" : "a");
            exporter.Report("a", "b");
            exporter.Restart(i % 2 == 0 ? "a" : "b");
            exporter.Send(4);
        }

        Send(exporter, 3, "a");
        exporter.Report("a");
        Assert.Equal(400, exporter.Lost);
        Assert.Equal(SequenceLines.MostEnded, exporter.Record.Lines.Ended.Length);

        // Lines that never meet are reckoned up.
        for (var i = 1u; i < 100; i++)
        {
            exporter.Restart(i * 30_000_000);
            Send(exporter, 3, "a");
            exporter.Report("a");
        }

        Assert.Equal(400, exporter.Lost);
        Assert.Equal(SequenceLines.MostEnded, exporter.Record.Lines.Ended.Length);
    }

    [Fact]
    public void A_build_that_tells_no_stretches_counts_by_itself()
    {
        var exporter = new NumberedExporter();
        Send(exporter, 10, "a");
        Send(exporter, 10, "b");
        Send(exporter, 10, "a");
        exporter.Deliver(exporter.ReportOf("a") with { Stretches = null });
        exporter.Report("b");
        Assert.Equal(100, exporter.Lost);
        exporter.Report("a");
        Assert.Equal(0, exporter.Lost);
    }

    [Fact]
    public void A_late_report_changes_nothing_and_one_that_begins_anew_adds_up()
    {
        var exporter = new NumberedExporter();
        Send(exporter, 10, "a");
        var late = exporter.ReportOf("a");
        exporter.Send(6);
        Send(exporter, 10, "a");
        var newest = exporter.ReportOf("a");
        exporter.Deliver(newest);
        exporter.Deliver(late);
        Assert.Equal((6, 20), (exporter.Lost, exporter.Record.ToView()!.Counters.Datagrams));

        // Forgotten by the gateway meanwhile, within the same run.
        exporter.Send(2);
        exporter.NowMs += 48 * 3_600_000;
        exporter.Restart("a");
        Send(exporter, 5, "a");
        exporter.Deliver(exporter.ReportOf("a") with { Epoch = newest.Epoch });
        Assert.Equal((8, 25), (exporter.Lost, exporter.Record.ToView()!.Counters.Datagrams));
    }

    private static void Send(NumberedExporter exporter, int datagrams, params string[] gateways)
    {
        for (var i = 0; i < datagrams; i++)
        {
            exporter.Send(10, gateways);
        }
    }

    private sealed record Step(uint Units, bool IsLost, int Turn, bool Restarts, int Reports, int Delivers);
}
