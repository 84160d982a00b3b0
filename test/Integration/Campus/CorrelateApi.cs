using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Clarion.CampusData;
using Clarion.Correlation.Identity.Answers;

namespace Clarion.Integration.Campus;

/// <summary>Asks <c>/identity/correlate</c> about flows of the day and compares the answers with the truth.</summary>
internal sealed class CorrelateApi(CampusDay day)
{
    public Tally Device { get; } = new();

    public Tally User { get; } = new();

    /// <summary>The devices that flows inside went to.</summary>
    public Tally Server { get; } = new();

    /// <summary>Internal ends of flows, sources and destinations.</summary>
    public int Ends => Asked + Server.Right + Server.Wrong + Server.Unknown;

    /// <summary>Share of the internal ends whose device is named.</summary>
    public double IdentifiedShare => (Device.Right + Device.Wrong + Server.Right + Server.Wrong) / (double)Ends;

    /// <summary>Flows whose server end and service port are right.</summary>
    public int Services { get; private set; }

    /// <summary>Flows asked about.</summary>
    public int Asked { get; private set; }

    /// <summary>Time that requests took, from the first byte of the question to the last of the answer.</summary>
    public TimeSpan Took { get; private set; }

    /// <summary>Asks about some flows in one request.</summary>
    public async Task AskAsync(HostedClarion clarion, IReadOnlyCollection<int> flows)
    {
        using var question = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { items = flows.Select(flow => Question(day.Flows[flow])) }));
        question.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var watch = Stopwatch.StartNew();
        using var response = await clarion.Http.PostAsync(new Uri("/api/v1/identity/correlate", UriKind.Relative), question);
        var body = await response.Content.ReadAsByteArrayAsync();
        Took += watch.Elapsed;
        Assert.True(response.IsSuccessStatusCode, System.Text.Encoding.UTF8.GetString(body));
        using var answer = JsonDocument.Parse(body);
        foreach (var (flow, item) in flows.Zip(answer.RootElement.GetProperty("items").EnumerateArray()))
        {
            Judge(flow, item);
        }
    }

    public override string ToString() => FormattableString.Invariant(
        $"{Asked} flows in {Took.TotalSeconds:F2} s; service right {Services}\ndevice: {Device}\nuser: {User}\nserver: {Server}\nidentified {IdentifiedShare:P3} of {Ends} internal ends");

    private static object Question(FlowEnds flow) => new
    {
        source = flow.Source.ToString(),
        destination = flow.Destination.ToString(),
        sourcePort = flow.SourcePort,
        destinationPort = flow.DestinationPort,
        protocol = flow.Protocol,
        at = DateTimeOffset.FromUnixTimeMilliseconds(flow.AtMs),
        exporter = flow.Exporter.ToString(),
        ingress = flow.IngressInterface,
    };

    private void Judge(int flow, JsonElement item)
    {
        var truth = day.Set.Flows[flow];
        var source = item.GetProperty("source");
        Device.Count(
            source.GetProperty("outcome").GetString() == "known", source.GetProperty("device").GetString() == truth.Source.ToString(), day.IsDetermined(flow));
        var user = source.GetProperty("user").GetString() ?? "";
        User.Count(user.Length > 0, user == truth.User, day.IsDetermined(flow) && day.HasUser(flow));
        if (day.IsInside(flow))
        {
            var destination = item.GetProperty("destination");
            Server.Count(destination.GetProperty("outcome").GetString() == "known", destination.GetProperty("device").GetString() == truth.Server.ToString(), true);
        }

        Services += !item.GetProperty("serverIsSource").GetBoolean() && item.GetProperty("servicePort").GetInt32() == truth.Port ? 1 : 0;
        Asked++;
    }
}
