using Bunit;
using Clarion.Gateway.Http.Overview;
using Clarion.Web.Live;
using Clarion.Web.Navigation;
using Clarion.Web.Pages.Collectors;
using Clarion.Web.Pages.Exporters;
using Clarion.Web.Setup;
using Clarion.Web.Shell;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace Clarion.Web.Tests;

/// <summary>What the pages of operation show in each state.</summary>
public sealed class OperateComponentTests : BunitContext
{
    public OperateComponentTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider(ExporterSample.Now));
        Services.AddSingleton(services => new Pulse(null!, services.GetRequiredService<TimeProvider>(), NullLogger<Pulse>.Instance));
        Services.AddScoped<ViewState>();
        Services.AddScoped<Preferences>();
    }

    [Fact]
    public void A_healthy_exporter_is_calm()
    {
        var findings = Render<DoctorFindings>(parameters => parameters.Add(one => one.Exporter, new ExporterSample().Detail()));
        Assert.Contains("Nothing to do.", findings.Markup, StringComparison.Ordinal);
        Assert.Empty(findings.FindAll(".verdict.bad, .verdict.warn, table"));
    }

    [Fact]
    public void A_missing_template_is_told_with_its_number_since_when_and_the_remedy()
    {
        var findings = Render<DoctorFindings>(parameters => parameters.Add(one => one.Exporter, new ExporterSample { MissingTemplates = [300] }.Detail()));
        Assert.Equal("300", findings.Find(".missing-templates tbody th").TextContent);
        Assert.Contains("2026-03-01 11:57:00", findings.Markup, StringComparison.Ordinal);
        Assert.Contains("template data timeout 60", findings.Find(".remedy").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void V5_is_told_what_it_can_never_carry_and_has_no_templates()
    {
        var exporter = new ExporterSample { Version = 5 }.Detail();
        var advice = Render<DoctorAdvice>(parameters => parameters.Add(one => one.Exporter, exporter));
        Assert.Contains("can never carry security groups", advice.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("match flow cts", advice.Markup, StringComparison.Ordinal);
        Assert.Equal("", Render<DoctorTemplates>(parameters => parameters.Add(one => one.Exporter, exporter)).Markup.Trim());
    }

    [Fact]
    public void Nothing_is_said_of_fields_before_a_template_has_come()
    {
        var advice = Render<DoctorAdvice>(parameters => parameters.Add(one => one.Exporter, new ExporterSample { MissingTemplates = [300] }.Detail()));
        Assert.Empty(advice.FindAll("table, pre"));
    }

    [Fact]
    public void Lines_are_given_for_what_is_not_sent_only()
    {
        var exporter = new ExporterSample { Templates = [ExporterSample.Template("SourceMac", "Direction")] }.Detail();
        var lines = Render<DoctorAdvice>(parameters => parameters.Add(one => one.Exporter, exporter)).Find("pre").TextContent.Split('\n');
        Assert.Contains("match flow cts source group-tag", lines);
        Assert.DoesNotContain("match flow direction", lines);
    }

    [Fact]
    public void Fields_of_a_template_show_what_they_fill_or_that_they_are_not_used()
    {
        var exporter = new ExporterSample { Templates = [ExporterSample.Template("SourceMac", "")] }.Detail();
        var cells = Render<DoctorTemplates>(parameters => parameters.Add(one => one.Exporter, exporter)).FindAll("tbody td:last-child");
        Assert.Equal(["SourceMac", "not used"], cells.Select(cell => cell.TextContent.Trim()));
    }

    [Fact]
    public void Collectors_that_keep_up_are_calm_and_others_are_not()
    {
        var calm = Render<CollectorVerdict>(parameters => parameters.Add(one => one.Now, Overview(depth: 1)));
        Assert.Contains("Keeping up", calm.Markup, StringComparison.Ordinal);
        Assert.Empty(calm.FindAll(".banner"));
        var full = Render<CollectorVerdict>(parameters => parameters.Add(one => one.Now, Overview(depth: 90)));
        Assert.Contains("93.8 % full", full.Find(".banner").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_smaller_buffer_has_the_line_that_raises_it()
    {
        var sockets = Render<SocketList>(parameters => parameters.Add(one => one.Now, Overview(depth: 0)));
        Assert.Contains("sysctl -w net.core.rmem_max=33554432", sockets.Find("pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Drops_are_explained_with_what_to_do()
    {
        var row = Render<DropList>(parameters => parameters.Add(one => one.Now, Overview(depth: 0))).Find("#drops .table-scroll tbody tr").TextContent;
        Assert.Contains("decode.unknown_version", row, StringComparison.Ordinal);
        Assert.Contains("Set the exporter to version 5, 9 or IPFIX", row, StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_up_changes_with_the_kind_of_exporter()
    {
        var setup = Render<ExporterSetup>();
        Assert.Contains("match flow cts source group-tag", setup.Find("pre").TextContent, StringComparison.Ordinal);
        setup.Find("#setup-asa").Click();
        Assert.Contains("flow-export destination inside", setup.Find("pre").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", setup.Find("#setup-asa").GetAttribute("aria-selected"));
        Assert.Contains("2055", setup.Find("pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrows_go_round_the_kinds_of_exporters()
    {
        var setup = Render<ExporterSetup>();
        string[] kinds = [.. ExporterPlatform.All.Select(platform => platform.Name)];
        Assert.Equal(["0"], setup.FindAll("[role=tab]").Select(tab => tab.GetAttribute("tabindex")!).Where(index => index != "-1"));
        setup.Find("[aria-selected=true]").KeyDown("ArrowLeft");
        Assert.Equal(kinds[^1], setup.Find("[aria-selected=true]").TextContent);
        setup.Find("[aria-selected=true]").KeyDown("ArrowRight");
        setup.Find("[aria-selected=true]").KeyDown("ArrowRight");
        Assert.Equal(kinds[1], setup.Find("[aria-selected=true]").TextContent);
        Assert.Equal("0", setup.Find("[aria-selected=true]").GetAttribute("tabindex"));
        setup.Find("[aria-selected=true]").KeyDown("x");
        Assert.Equal(kinds[1], setup.Find("[aria-selected=true]").TextContent);
        Assert.Equal(3, JSInterop.Invocations.Count(call => call.Identifier == "Blazor._internal.domWrapper.focus"));
    }

    private static OverviewModel Overview(int depth) => new()
    {
        At = ExporterSample.Now,
        Missing = [],
        Gateways = [new GatewayModel("gw1", ExporterSample.Now.AddHours(-1), ExporterSample.Now, 10, 200, 100)],
        Queues = [new QueueModel("gw1", "store", depth, 96)],
        Sockets = [new SocketModel("gw1", 2055, 0, 10, 0, 33_554_432, 212_992)],
        Drops = new Dictionary<string, long>(StringComparer.Ordinal) { ["decode.unknown_version"] = 4, ["receive.truncated"] = 0 },
    };
}
