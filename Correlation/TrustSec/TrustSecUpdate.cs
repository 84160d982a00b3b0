namespace Clarion.Correlation.TrustSec;

/// <summary>Names one thing that a source has configured.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Id">The platform's id.</param>
public readonly record struct TrustSecKey(TrustSecKind Kind, string Id);

/// <summary>Changes of TrustSec's configuration. What is given takes the place of what was known under its id.</summary>
public sealed record TrustSecUpdate
{
    /// <summary>Groups, access lists and cells, whole, each at most once.</summary>
    public IReadOnlyList<TrustSecRecord> Records { get; init; } = [];

    /// <summary>What is gone.</summary>
    public IReadOnlyList<TrustSecKey> Removed { get; init; } = [];

    /// <summary>What access devices have downloaded, or tried to.</summary>
    public IReadOnlyList<PolicyDownload> Downloads { get; init; } = [];
}
