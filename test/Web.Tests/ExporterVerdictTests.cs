using Clarion.Web.Pages.Exporters;

namespace Clarion.Web.Tests;

public sealed class ExporterVerdictTests
{
    [Fact]
    public void One_that_sends_everything_is_healthy()
    {
        var verdict = Judge(new ExporterSample());
        Assert.Equal((VerdictLevel.Good, "Healthy", ""), (verdict.Level, verdict.Word, verdict.Reason));
        Assert.Empty(verdict.Findings);
    }

    [Fact]
    public void Silence_is_told_after_two_minutes()
    {
        Assert.Equal("Healthy", Judge(new ExporterSample { LastSeen = ExporterSample.Now.AddSeconds(-120) }).Word);
        var verdict = Judge(new ExporterSample { LastSeen = ExporterSample.Now.AddMinutes(-7) });
        Assert.Equal((VerdictLevel.Problem, "Silent", "for 7 min"), (verdict.Level, verdict.Word, verdict.Reason));
    }

    [Theory]
    [InlineData(5, 900, 100, "10.0 %", "flows")]
    [InlineData(9, 180, 20, "10.0 %", "datagrams")]
    [InlineData(10, 900, 100, "10.0 %", "records")]
    public void Loss_is_a_share_of_what_the_version_counts(byte version, long received, long lost, string share, string units)
    {
        var verdict = Judge(new ExporterSample { Version = version, Datagrams = version == 9 ? received : 40, Records = version == 9 ? 5000 : received, Lost = lost });
        Assert.Equal((VerdictLevel.Problem, "Losing data", share), (verdict.Level, verdict.Word, verdict.Reason));
        Assert.Contains(units, verdict.Findings[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Less_than_one_percent_is_no_finding() =>
        Assert.Equal("Healthy", Judge(new ExporterSample { Version = 9, Datagrams = 995, Lost = 5 }).Word);

    [Fact]
    public void A_missing_template_comes_before_everything_else_and_has_its_remedy()
    {
        var verdict = Judge(new ExporterSample { MissingTemplates = [300], LastSeen = ExporterSample.Now.AddHours(-1), ClockOffsetMs = 60_000 });
        Assert.Equal(["Template missing", "Silent", "Clock off"], verdict.Findings.Select(finding => finding.Word));
        Assert.Contains("template data timeout", verdict.Findings[0].Remedy, StringComparison.Ordinal);
        Assert.Equal("(1), silent for 1 h, clock off 1 min behind", verdict.Reason);
    }

    [Theory]
    [InlineData(5000, null)]
    [InlineData(-5000, null)]
    [InlineData(6000, "6 s behind")]
    [InlineData(-6000, "6 s ahead")]
    [InlineData(600_000, "10 min behind")]
    public void A_clock_is_off_beyond_five_seconds(long offset, string? figure) =>
        Assert.Equal(figure ?? "", Judge(new ExporterSample { ClockOffsetMs = offset }).Reason);

    [Fact]
    public void Unreadable_parts_count_when_they_are_more_than_one_in_a_thousand_datagrams()
    {
        Assert.Equal("Healthy", Judge(new ExporterSample { Datagrams = 100_000, Errors = 3 }).Word);
        var verdict = Judge(new ExporterSample { Datagrams = 1000, Errors = 3 });
        Assert.Equal((VerdictLevel.Attention, "Unreadable parts"), (verdict.Level, verdict.Word));
        Assert.Contains("bad set length", verdict.Findings[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_have_the_worst_first_and_are_found_by_text()
    {
        var list = new ExporterList(ExporterList.Judge(
            [
                new ExporterSample { Address = "10.0.0.1" }.Model(),
                new ExporterSample { Address = "10.0.0.2", ClockOffsetMs = 20_000 }.Model(),
                new ExporterSample { Address = "10.0.0.3", MissingTemplates = [256] }.Model(),
                new ExporterSample { Address = "10.0.0.4", LastSeen = ExporterSample.Now.AddDays(-1) }.Model(),
            ],
            ExporterSample.Now), false);
        Assert.Equal(["10.0.0.3", "10.0.0.4", "10.0.0.2", "10.0.0.1"], list.Rows.Select(row => row.Exporter.Address));
        Assert.Equal(["10.0.0.3", "10.0.0.4", "10.0.0.2"], list.Matching(null, onlyUnhealthy: true).Select(row => row.Exporter.Address));
        Assert.Equal(["10.0.0.4"], list.Matching(" silent ", onlyUnhealthy: false).Select(row => row.Exporter.Address));
        Assert.Equal(["10.0.0.2"], list.Matching("0.0.2", onlyUnhealthy: false).Select(row => row.Exporter.Address));
    }

    private static ExporterVerdict Judge(ExporterSample sample) => ExporterVerdict.Of(sample.Model(), ExporterSample.Now);
}
