using Clarion.Web.Pages.Flows;
using Clarion.Web.Shell;

namespace Clarion.Web.Tests;

public sealed class RawFlowsTests
{
    [Fact]
    public void Columns_are_those_of_the_address_in_its_order()
    {
        Assert.Equal(["vlan", "src", "bytes"], RawColumns.Read("vlan, src,banana,bytes,src").Select(column => column.Id));
        Assert.Same(RawColumns.Default, RawColumns.Read(null));
        Assert.Same(RawColumns.Default, RawColumns.Read("banana"));
        Assert.Equal(["start", "src", "dst", "service", "bytes", "packets", "duration", "exporter"], RawColumns.Default.Select(column => column.Id));
    }

    [Fact]
    public void The_default_leaves_the_address_alone()
    {
        Assert.Null(RawColumns.Write(RawColumns.Default));
        var vlan = RawColumns.All.Single(column => column.Id == "vlan");
        var more = RawColumns.Toggle(RawColumns.Default, vlan);
        Assert.Equal("start,src,dst,service,bytes,packets,duration,exporter,vlan", RawColumns.Write(more));
        Assert.Null(RawColumns.Write(RawColumns.Toggle(more, vlan)));
    }

    [Fact]
    public void There_is_a_column_for_every_field_of_a_record_and_none_for_either_end()
    {
        var ids = RawColumns.All.Select(column => column.Id).ToList();
        Assert.Contains("src.mac.element", ids);
        Assert.DoesNotContain("ip", ids);
        Assert.DoesNotContain("switch", ids);
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void An_export_names_the_fields_behind_the_columns() =>
        Assert.Equal("src.ip,src.port,src.sgt,protocol,dst.port,vlan", RawColumns.Fields(RawColumns.Read("src,service,vlan")));

    [Theory]
    [InlineData("10.1.0.5", 443, "10.1.0.5:443")]
    [InlineData("2001:db8::1", 443, "[2001:db8::1]:443")]
    [InlineData("2001:db8::1", null, "2001:db8::1")]
    public void An_end_is_written_so_that_its_port_stands_apart(string address, int? port, string expected) => Assert.Equal(expected, RawText.End(address, port));

    [Theory]
    [InlineData(6, 50123, 443, "tcp/443 https")]
    [InlineData(6, 443, 50123, "tcp/443 https")]
    [InlineData(17, 40000, 40001, "udp")]
    [InlineData(1, 0, 2048, "icmp")]
    public void A_service_is_that_of_the_known_port_of_either_end(int protocol, int source, int destination, string expected) =>
        Assert.Equal(expected, RawText.Service(protocol, source, destination));

    [Theory]
    [InlineData("bytes", 1500.0, "1.5 kB")]
    [InlineData("bytes.raw", 1500L, "1,500")]
    [InlineData("duration", 350L, "350 ms")]
    [InlineData("duration", 1240L, "1.2 s")]
    [InlineData("duration", 125_000L, "2 min")]
    [InlineData("protocol", 6L, "tcp")]
    [InlineData("dst.port", 8443L, "8443")]
    [InlineData("denied", true, "yes")]
    [InlineData("user", null, "–")]
    public void Values_are_written_for_people(string field, object? value, string expected) => Assert.Equal(expected, RawText.Of(field, value, new Preferences()));

    [Fact]
    public void Times_have_their_milliseconds() => Assert.Equal(
        "2026-03-01 12:00:00.250", RawText.Of("start", new DateTimeOffset(2026, 3, 1, 12, 0, 0, 250, TimeSpan.Zero), new Preferences()));

    [Theory]
    [InlineData("/api/v1/flows/summary?from=now-1h&to=now&by=src.sgt&step=5m&limit=10", null, "/api/v1/flows/summary/export?from=now-1h&to=now&by=src.sgt&limit=10&format=csv")]
    [InlineData("/api/v1/flows?from=now-1h&limit=100&cursor=abc&q=src.sgt%20%3D%2017", "start,bytes", "/api/v1/flows/export?from=now-1h&q=src.sgt%20%3D%2017&format=csv&columns=start,bytes")]
    [InlineData("/api/v1/flows", null, "/api/v1/flows/export?format=csv")]
    public void A_file_asks_what_is_shown(string path, string? columns, string expected) => Assert.Equal(expected, ExportAddresses.Of(path, "csv", columns));

    [Fact]
    public void A_command_runs_nothing_but_the_question()
    {
        var address = new Uri("http://localhost:8080/api/v1/flows?q=user%20%3D%20%22o'neill%22");
        Assert.Equal("curl -s 'http://localhost:8080/api/v1/flows?q=user%20%3D%20%22o%27neill%22'", ExportAddresses.Curl(address, needsKey: false));
        Assert.StartsWith("curl -s -H \"X-Api-Key: $CLARION_KEY\" '", ExportAddresses.Curl(address, needsKey: true), StringComparison.Ordinal);
    }
}
