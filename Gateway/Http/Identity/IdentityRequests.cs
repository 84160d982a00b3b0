namespace Clarion.Gateway.Http.Identity;

/// <summary>Who is it? By address, by MAC, or both.</summary>
public sealed record IdentityQuestion
{
    /// <summary>The address.</summary>
    public string? Address { get; init; }

    /// <summary>The MAC.</summary>
    public string? Mac { get; init; }

    /// <summary>The moment, as in <c>at=</c>; now when left out.</summary>
    public string? At { get; init; }

    /// <summary>The switch that saw the traffic.</summary>
    public string? Switch { get; init; }

    /// <summary>Its interface towards the device.</summary>
    public uint Interface { get; init; }
}

/// <summary>Many questions.</summary>
public sealed record IdentityQuestions
{
    /// <summary>Most questions of one request.</summary>
    public const int Max = 10_000;

    /// <summary>The questions.</summary>
    public IReadOnlyList<IdentityQuestion> Items { get; init; } = [];

    /// <summary>True to have the reasons too; at most 100 questions then.</summary>
    public bool Explain { get; init; }
}

/// <summary>A flow to be correlated.</summary>
public sealed record FlowQuestion
{
    /// <summary>Source address.</summary>
    public string? Source { get; init; }

    /// <summary>Destination address.</summary>
    public string? Destination { get; init; }

    /// <summary>Source port.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>Destination port; for ICMP type * 256 + code.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>IANA protocol number.</summary>
    public byte Protocol { get; init; }

    /// <summary>Time of the flow, as in <c>at=</c>; now when left out.</summary>
    public string? At { get; init; }

    /// <summary>The switch that exported it.</summary>
    public string? Exporter { get; init; }

    /// <summary>Interface it entered by.</summary>
    public uint Ingress { get; init; }

    /// <summary>Interface it left by.</summary>
    public uint Egress { get; init; }

    /// <summary>Source security group as exported.</summary>
    public ushort SourceSgt { get; init; }

    /// <summary>Destination security group as exported.</summary>
    public ushort DestinationSgt { get; init; }
}

/// <summary>Many flows.</summary>
public sealed record FlowQuestions
{
    /// <summary>Most flows of one request.</summary>
    public const int Max = 10_000;

    /// <summary>The flows.</summary>
    public IReadOnlyList<FlowQuestion> Items { get; init; } = [];
}

/// <summary>Answers in the order of the questions.</summary>
/// <param name="Items">The answers.</param>
/// <param name="IsWhole">False when one of them is not (<see cref="IdentityModel.IsWhole"/>).</param>
public sealed record IdentityAnswers(IReadOnlyList<ExplainedModel> Items, bool IsWhole);

/// <summary>Answers in the order of the flows.</summary>
/// <param name="Items">The answers.</param>
/// <param name="IsWhole">False when one end of them is not (<see cref="IdentityModel.IsWhole"/>).</param>
public sealed record FlowAnswers(IReadOnlyList<CorrelatedFlow> Items, bool IsWhole);

/// <summary>A flow with the identities of its ends.</summary>
/// <param name="Source">Who sent it.</param>
/// <param name="Destination">Who got it.</param>
/// <param name="ServerIsSource">True when the source is the server of the exchange.</param>
/// <param name="ServicePort">Port of the service; 0 for protocols without ports.</param>
/// <param name="Risk">How much of a risk it is: what speaks for that at either end, and what both together show.</param>
public sealed record CorrelatedFlow(IdentityModel Source, IdentityModel Destination, bool ServerIsSource, int ServicePort, RiskModel Risk);
