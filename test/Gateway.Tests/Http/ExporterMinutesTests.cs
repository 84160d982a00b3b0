using Clarion.Flows;
using Clarion.Gateway.Http.Exporters;
using Clarion.Storage.Contracts;
using CsCheck;

namespace Clarion.Gateway.Tests.Http;

/// <summary>An exporter's minutes from what gateways counted and what was put right.</summary>
public sealed class ExporterMinutesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ExporterKey Exporter = new(IpAddr.Parse("10.0.0.1"), 7, 9);

    [Fact]
    public void What_is_taken_back_was_counted_in_the_same_minute_or_in_the_nearest_before_it() => Assert.Equal(
        [40, 6, 0, 0, 6],
        LossOf(Counted(0, 40), Counted(1, 500), Correction(1, 3), Counted(2, 3), Counted(3, 90), Correction(3, -590), Correction(4, 6), Correction(4, -3), Counted(4, 3)));

    [Fact]
    public void What_is_taken_back_from_before_the_first_minute_makes_nothing_negative() => Assert.Equal([0, 8], LossOf(Counted(0, 5), Correction(0, -70), Counted(1, 8)));

    [Fact]
    public void What_is_taken_back_and_was_never_written_leaves_old_losses_alone() => Assert.Equal([30, 0, 0], LossOf(Counted(0, 30), Counted(6, 5), Counted(7, 0), Correction(7, -70)));

    [Fact]
    public void A_minute_that_gateways_cannot_have_told_yet_waits()
    {
        ExporterHealthRow[] rows = [Counted(0, 2), Correction(1, -2), Correction(2, 9)];
        Assert.Equal([2], Of(rows, Noon.AddMinutes(2)));
        Assert.Equal([0], Of(rows, Noon.AddMinutes(2.5)));
        Assert.Equal([0, 9], Of(rows, Noon.AddMinutes(4)));
    }

    [Fact]
    public void Nothing_is_negative_and_what_can_be_taken_back_is()
    {
        Gen.Select(Gen.Long[0, 100], Gen.Long[-100, 100]).Array[1, 30].Sample(minutes =>
        {
            List<ExporterHealthRow> rows = [];
            var balance = 0L;
            for (var i = 0; i < minutes.Length; i++)
            {
                var (counted, correction) = minutes[i];

                // Never more than was counted by then.
                correction = Math.Max(correction, -(balance + counted));
                balance += counted + correction;

                // Ten seconds apart, so that all of it is near enough.
                rows.AddRange([Counted(i / 6.0, counted), Correction(i / 6.0, correction)]);
            }

            var losses = LossOf([.. rows]);
            return losses.Length == minutes.Length && losses.All(loss => loss >= 0) && losses.Sum() == balance;
        });
    }

    private static long[] LossOf(params ExporterHealthRow[] rows) => Of(rows, Noon.AddHours(1));

    private static long[] Of(ExporterHealthRow[] rows, DateTimeOffset now) => [.. ExporterMinutes.Of(rows, now).Select(minute => minute.LostUnits)];

    private static ExporterHealthRow Counted(double minute, long lost) => new(Exporter, Noon.AddMinutes(minute), 10, 100, 100, lost, 0, 0);

    private static ExporterHealthRow Correction(double minute, long units) => new(Exporter, Noon.AddMinutes(minute), 0, 0, 0, units, 0, 0);
}
