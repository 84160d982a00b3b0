using System.Globalization;
using System.Text.Json;
using Clarion.Correlation.Addresses;
using Clarion.Flows;

namespace Clarion.Integration.Campus;

/// <summary>A day of the campus through the running product, against what is true about its 106,814 flows.</summary>
public sealed class CampusTests(PlayedCampus campus, ITestOutputHelper output)
{
    private const double Share = 0.995;
    private const double IdentifiedShare = 0.99;
    private const int DevicesInQuestion = 150;
    private const int FlowsInRequest = 10_000;
    private const string Range = "from=2025-12-10T00:00:00Z&to=2025-12-11T12:00:00Z";

    [Fact]
    public async Task Every_flow_is_correlated_right_or_not_at_all()
    {
        var played = await campus.PlayAsync();
        output.WriteLine(FormattableString.Invariant(
            $"{played.Day.Flows.Count} flows and {played.Day.Set.Sessions.Count} sessions in {played.Play.Steps} steps, {played.Play.Late} starts and ends late by two minutes or more, in {played.Took.TotalSeconds:F0} s (sessions {played.Play.TookSessions.TotalSeconds:F0}, flows {played.Play.TookFlows.TotalSeconds:F0})"));
        output.WriteLine(played.Asked.ToString());
        Assert.Equal(played.Day.Flows.Count, played.Asked.Asked);
        Assert.Equal(played.Day.Flows.Count, played.Asked.Services);
        Assert.All([played.Asked.Device, played.Asked.User, played.Asked.Server], tally =>
        {
            Assert.Equal(0, tally.Wrong);
            Assert.True(tally.DeterminedRight >= Share * tally.Determined, played.Asked.ToString());
        });
    }

    [Fact]
    public async Task Nearly_all_internal_ends_are_identified()
    {
        var played = await campus.PlayAsync();
        output.WriteLine(FormattableString.Invariant(
            $"{played.Asked.IdentifiedShare:P3} of {played.Asked.Ends} internal ends; by the overview, hour by hour, {played.Shares.Min():P2} to {played.Shares.Max():P2} ({played.Shares.Count} times)"));
        Assert.True(played.Asked.IdentifiedShare > IdentifiedShare, played.Asked.ToString());
        Assert.All(played.Shares, share => Assert.InRange(share, IdentifiedShare, 1));
    }

    [Fact]
    public async Task Of_the_bytes_at_internal_ends_those_are_identified_whose_device_the_data_determine()
    {
        var played = await campus.PlayAsync();
        var points = (await (await campus.AgainAsync()).GetAsync($"/api/v1/overview/identity?{Range}")).GetProperty("points").EnumerateArray().ToList();
        var identified = points.Sum(point => point.GetProperty("identifiedBytes").GetDouble());
        var unidentified = points.Sum(point => point.GetProperty("unidentifiedBytes").GetDouble());
        var flows = Enumerable.Range(0, played.Day.Flows.Count).ToList();
        var destinations = flows.Where(played.Day.IsInside).Sum(flow => (double)played.Bytes[flow]);
        output.WriteLine(FormattableString.Invariant($"{identified:F0} bytes identified, {unidentified:F0} not: {identified / (identified + unidentified):P3}"));
        Assert.Equal(flows.Sum(flow => (double)played.Bytes[flow]) + destinations, identified + unidentified);
        Assert.Equal(flows.Where(played.Day.IsDetermined).Sum(flow => (double)played.Bytes[flow]) + destinations, identified);
        Assert.True(identified > IdentifiedShare * (identified + unidentified));
    }

    [Fact]
    public async Task Every_flow_and_byte_is_counted_once_by_the_service_it_used()
    {
        var played = await campus.PlayAsync();
        var truth = Sums(played, flow => $"{Name(played.Day.Flows[flow].Destination)} {played.Day.Flows[flow].DestinationPort} {played.Day.Flows[flow].Protocol}");
        var counted = await SummaryAsync(await campus.AgainAsync(), "dst.ip,dst.port,protocol", "");
        output.WriteLine(FormattableString.Invariant($"{truth.Count} services, {truth.Values.Sum(sum => sum.Flows)} flows"));
        Assert.Equal(truth.OrderBy(sum => sum.Key, StringComparer.Ordinal), counted.OrderBy(sum => sum.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Traffic_is_counted_for_the_device_that_sent_it_or_for_none()
    {
        var counted = await CountedAsync();
        Assert.Equal(0, counted.Extra);
        Assert.True(counted.Missing <= (1 - Share) * counted.Determined, counted.ToString());
    }

    [Fact]
    public async Task Totals_of_every_device_are_those_of_the_truth()
    {
        var counted = await CountedAsync();
        Assert.Equal((0, 0, 0), (counted.Missing, counted.Extra, counted.Different));
    }

    [Fact]
    public async Task The_whole_day_is_correlated_in_requests_of_ten_thousand()
    {
        var played = await campus.PlayAsync();
        var clarion = await campus.AgainAsync();
        var warm = new CorrelateApi(played.Day);
        var asked = new CorrelateApi(played.Day);
        await warm.AskAsync(clarion, [.. Enumerable.Range(0, FlowsInRequest)]);
        foreach (var some in Enumerable.Range(0, played.Day.Flows.Count).Chunk(FlowsInRequest))
        {
            await asked.AskAsync(clarion, some);
        }

        output.WriteLine(FormattableString.Invariant($"first request {warm.Took.TotalMilliseconds:F0} ms; {asked}"));
        Assert.Equal(played.Day.Flows.Count, asked.Services);
        Assert.Equal((0, 0, 0), (asked.Device.Wrong, asked.User.Wrong, asked.Server.Wrong));
        Assert.Equal(
            (played.Asked.Device.Right, played.Asked.User.Right, played.Asked.Server.Right), (asked.Device.Right, asked.User.Right, asked.Server.Right));
    }

    private async Task<Counted> CountedAsync()
    {
        var played = await campus.PlayAsync();
        var clarion = await campus.AgainAsync();
        var truth = Sums(played, flow => played.Day.Set.Flows[flow].Source.ToString());
        var sums = new Dictionary<string, (long Flows, double Bytes)>(StringComparer.Ordinal);
        foreach (var some in truth.Keys.Chunk(DevicesInQuestion))
        {
            foreach (var (device, sum) in await SummaryAsync(clarion, "src.device", $"src.device in ({string.Join(", ", some)})"))
            {
                sums[device] = sum;
            }
        }

        // A device that shares its address, its switch and its port with another cannot be told from it.
        var doubtful = Enumerable.Range(0, played.Day.Flows.Count).Where(flow => !played.Day.IsDetermined(flow))
            .GroupBy(flow => played.Day.Set.Flows[flow].Source.ToString(), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (long)group.Count(), StringComparer.Ordinal);
        var counted = new Counted(
            truth.Count,
            truth.Count(sum => !doubtful.ContainsKey(sum.Key) && sums.GetValueOrDefault(sum.Key) != sum.Value),
            truth.Sum(sum => sum.Value.Flows) - doubtful.Values.Sum(),
            truth.Sum(sum => Math.Max(0, sum.Value.Flows - doubtful.GetValueOrDefault(sum.Key) - sums.GetValueOrDefault(sum.Key).Flows)),
            truth.Sum(sum => Math.Max(0, sums.GetValueOrDefault(sum.Key).Flows - sum.Value.Flows)));
        output.WriteLine(counted.ToString());
        return counted;
    }

    private static Dictionary<string, (long Flows, double Bytes)> Sums(PlayedCampus.Result played, Func<int, string> key) => Enumerable
        .Range(0, played.Day.Flows.Count).GroupBy(key)
        .ToDictionary(group => group.Key, group => ((long)group.Count(), group.Sum(flow => (double)played.Bytes[flow])), StringComparer.Ordinal);

    // What is outside is counted by its network.
    private static string Name(IpAddr destination) => AddressSpaces.Default.IsInternal(destination.Value) ? destination.ToString() : $"{destination.Prefix(24)}/24";

    private static async Task<Dictionary<string, (long Flows, double Bytes)>> SummaryAsync(HostedClarion clarion, string by, string filter)
    {
        var answer = await clarion.GetAsync($"/api/v1/flows/summary?{Range}&by={by}&limit=1000&q={Uri.EscapeDataString(filter)}");
        return answer.GetProperty("rows").EnumerateArray().ToDictionary(
            row => string.Join(' ', row.GetProperty("key").EnumerateArray().Select(Text)),
            row => (row.GetProperty("flows").GetInt64(), row.GetProperty("bytes").GetDouble()), StringComparer.Ordinal);
    }

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText().ToString(CultureInfo.InvariantCulture);

    private sealed record Counted(int Devices, int Different, long Determined, long Missing, long Extra)
    {
        public override string ToString() => FormattableString.Invariant(
            $"{Devices} devices, the totals of {Different} differ; of {Determined} determined flows {Missing} are not counted for their device, {Extra} for another");
    }
}
