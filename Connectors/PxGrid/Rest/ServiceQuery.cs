namespace Clarion.Connectors.PxGrid.Rest;

/// <summary>The body of any call to a service; what is absent is not sent, and a body is always sent.</summary>
internal sealed record ServiceQuery
{
    public static ServiceQuery None { get; } = new();

    public DateTimeOffset? StartTimestamp { get; init; }

    public DateTimeOffset? EndTimestamp { get; init; }

    public long? StartIndex { get; init; }

    public long? RecordCount { get; init; }

    public long? Count { get; init; }

    public bool? SkipConfigCheck { get; init; }

    public string? IpAddress { get; init; }

    public string? MacAddress { get; init; }

    public string? NasIpAddress { get; init; }

    public string? UserName { get; init; }

    public string? PolicyName { get; init; }

    public string? OperationId { get; init; }

    public string? Name { get; init; }

    public IReadOnlyList<string>? Actions { get; init; }
}
