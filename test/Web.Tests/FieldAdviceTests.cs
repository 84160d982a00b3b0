using Clarion.Web.Pages.Exporters;

namespace Clarion.Web.Tests;

public sealed class FieldAdviceTests
{
    [Fact]
    public void What_a_template_has_is_sent_and_the_rest_is_advised_with_its_lines()
    {
        var advice = Of(9, ExporterSample.Template("SourceAddress", "SourceSgt", "Vlan", "StartMs", "EndMs", "TcpFlags", "InputInterface"));
        Assert.Equal(["Security group tags", "VLAN", "Start and end", "TCP flags"], advice.Where(one => one.Sent).Select(one => one.What));
        Assert.Contains("match datalink mac source address input", Assert.Single(advice, one => one.What == "MAC addresses").Lines);
        Assert.Contains("match flow direction", Assert.Single(advice, one => one.What == "Direction").Lines);
    }

    [Fact]
    public void Fields_may_be_spread_over_templates_and_one_may_fill_several_columns()
    {
        var advice = Of(10, ExporterSample.Template("StartMs, EndMs"), ExporterSample.Template("InputInterface", "OutputInterface"));
        Assert.Equal(["Start and end", "Interfaces"], advice.Where(one => one.Sent).Select(one => one.What));
    }

    [Fact]
    public void Options_say_nothing_about_flows() =>
        Assert.DoesNotContain(Of(9, ExporterSample.Template("SourceSgt") with { Options = true }), one => one.Sent);

    [Fact]
    public void V5_sends_what_its_layout_has_and_can_never_send_the_rest()
    {
        var advice = Of(5);
        Assert.Equal(["Start and end", "TCP flags", "Interfaces"], advice.Where(one => one.Sent).Select(one => one.What));
        Assert.Equal(advice.Where(one => one.Sent), advice.Where(one => one.PossibleInV5));
    }

    private static IReadOnlyList<FieldAdvice> Of(int version, params Clarion.Grains.Interfaces.Exporters.TemplateView[] templates) =>
        FieldAdvice.Of(version, (new ExporterSample { Templates = templates }).Detail().TemplateList);
}
