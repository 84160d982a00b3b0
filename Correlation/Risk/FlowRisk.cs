using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.Identity.Prefixes;
using Clarion.Correlation.Places;

namespace Clarion.Correlation.Risk;

/// <summary>What speaks for a flow being a risk: what does so at either end, and what only both together show.</summary>
public readonly record struct FlowRisk
{
    private readonly Subnet? _client;
    private readonly Subnet? _server;

    /// <summary>Judges a flow.</summary>
    /// <param name="source">Who sent it.</param>
    /// <param name="destination">Who got it.</param>
    /// <param name="client">Subnet of the end that asks; null when not known.</param>
    /// <param name="server">Subnet of the end that serves; null when not known.</param>
    public FlowRisk(in DeviceRisk source, in DeviceRisk destination, Subnet? client, Subnet? server)
    {
        (Source, Destination, _client, _server) = (source, destination, client, server);
        Between = client?.Purpose == SubnetPurpose.Guest && server?.Purpose is SubnetPurpose.Server or SubnetPurpose.Management
            ? RiskReasons.GuestToServers
            : RiskReasons.None;
    }

    /// <summary>Of a flow.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="source">Who sent it.</param>
    /// <param name="destination">Who got it.</param>
    /// <param name="places">Subnets, as they are entered now.</param>
    public static FlowRisk Of(in FlowEnds flow, in DeviceRisk source, in DeviceRisk destination, PlaceTable places)
    {
        ArgumentNullException.ThrowIfNull(places);
        var (client, server) = flow.Service.ServerIsSource ? (flow.Destination, flow.Source) : (flow.Source, flow.Destination);
        return new FlowRisk(source, destination, places.Find(client), places.Find(server));
    }

    /// <summary>What speaks for it at the source.</summary>
    public DeviceRisk Source { get; }

    /// <summary>What speaks for it at the destination.</summary>
    public DeviceRisk Destination { get; }

    /// <summary>What speaks for it between them.</summary>
    public RiskReasons Between { get; }

    /// <summary>0 to 100.</summary>
    public int Score => RiskScore.Of(Source.Reasons, Destination.Reasons, Between);

    /// <summary>The level of the score.</summary>
    public RiskLevel Level => RiskScore.LevelOf(Score);

    /// <summary>Each reason with who said so: of the source, of the destination, of both.</summary>
    public IEnumerable<(FlowEnd End, RiskEvidence Evidence)> Explain()
    {
        foreach (var reason in Source.Explain())
        {
            yield return (FlowEnd.Source, reason);
        }

        foreach (var reason in Destination.Explain())
        {
            yield return (FlowEnd.Destination, reason);
        }

        if (Between == RiskReasons.GuestToServers)
        {
            yield return (FlowEnd.Both, new RiskEvidence(
                Between, IdentitySource.Operator, 0, $"from {Name(_client!)} ({_client!.Purpose}) to {Name(_server!)} ({_server!.Purpose})"));
        }
    }

    private static string Name(Subnet subnet) => $"{subnet.Name} {subnet.Cidr}";
}
