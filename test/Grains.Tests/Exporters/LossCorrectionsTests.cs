using Clarion.Grains.Exporters;
using CsCheck;

namespace Clarion.Grains.Tests.Exporters;

/// <summary>When the losses of gateways were put right, for the history of an exporter.</summary>
public sealed class LossCorrectionsTests
{
    private enum End
    {
        None,
        BeforeHistory,
        AfterHistory,
    }

    private static readonly Gen<(long Total, int Ms, bool Saves, End End)> Steps = Gen.Select(
        Gen.Long[-5000, 5000], Gen.Int[0, 50_000], Gen.Bool, Gen.OneOf(End.None, End.None, End.BeforeHistory, End.AfterHistory));

    [Fact]
    public void Whenever_the_process_ends_the_history_amounts_to_what_was_put_right()
    {
        Steps.Array[1, 60].Sample(steps =>
        {
            Dictionary<long, long> history = [];
            var (kept, stored, nowMs) = (new LossCorrections(), new LossCorrections(), 1_760_000_000_000);
            foreach (var (total, ms, saves, end) in steps)
            {
                nowMs += ms;
                kept = kept.With(total, nowMs);
                if (saves)
                {
                    Save(end);
                }
            }

            Save(End.None);
            return history.Values.Sum() == kept.Total && kept.Open.Length <= 1;

            void Save(End end)
            {
                stored = kept;
                if (end == End.BeforeHistory)
                {
                    return;
                }

                foreach (var minute in kept.Open)
                {
                    history[minute.Ms] = minute.Units;
                }

                kept = end == End.AfterHistory ? stored : kept.Written();
            }
        });
    }

    [Fact]
    public void What_another_gateway_received_is_taken_back_in_the_minute_in_which_it_was_counted()
    {
        var exporter = new NumberedExporter();
        for (var i = 0; i < 30; i++)
        {
            exporter.Send(10, i < 10 ? "a" : "b");
        }

        exporter.Report("a", "b");
        Assert.Empty(exporter.Record.Corrections!.Open);
        exporter.NowMs += 120_000;
        exporter.Send(4);
        exporter.Send(10, "a");
        Assert.Equal(204, exporter.ReportOf("a").Counters.LostUnits);
        exporter.Report("a");
        Assert.Equal([new MinuteCorrection(exporter.NowMs - exporter.NowMs % 60_000, -200)], exporter.Record.Corrections!.Open);
    }

    [Fact]
    public void What_an_earlier_build_knew_already_is_not_put_right_now()
    {
        var exporter = new NumberedExporter();
        exporter.Send(10, "a");
        exporter.Send(7);
        exporter.Send(10, "b");
        exporter.Report("a", "b");
        var before = exporter.Record with { Corrections = null };
        exporter.Send(10, "b");
        var corrections = before.With(exporter.ReportOf("b"), exporter.NowMs).Corrections!;
        Assert.Equal((7, 0), (corrections.Total, corrections.Open.Length));
    }
}
