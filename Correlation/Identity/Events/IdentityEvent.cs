namespace Clarion.Correlation.Identity.Events;

/// <summary>
/// One entry of the identity log: a fact that a source states. Immutable. Event time rules every answer; the time of arrival only tells how late
/// it came, and orders facts of the same millisecond.
/// </summary>
public abstract record IdentityEvent
{
    /// <summary>When it became true, Unix milliseconds, by the source's clock.</summary>
    public required long AtMs { get; init; }

    /// <summary>When Clarion learnt it, Unix milliseconds, by Clarion's clock.</summary>
    public required long ArrivedMs { get; init; }

    /// <summary>Who said so.</summary>
    public required IdentitySource Source { get; init; }

    /// <summary>
    /// Names of everything the fact is about: addresses, prefixes (<c>10.1.0.0/16</c>), device ids, account keys. Empty for the catalogue of names, which
    /// concerns everybody.
    /// </summary>
    public abstract IEnumerable<string> Subjects { get; }

    /// <summary>
    /// Of facts with the same key only the newest counts from its time on, however long ago that is; empty for sessions and bindings, which end.
    /// </summary>
    public virtual string StandingKey => "";

    /// <summary>What the fact says beyond its time, for comparing facts of one moment; equal text means the same fact.</summary>
    internal abstract string Content { get; }

    /// <summary>Order among facts of one moment, before their arrival.</summary>
    internal virtual int Rank => 0;

    /// <summary>True when the other event states the same fact; the time of arrival does not count.</summary>
    public bool StatesTheSameAs(IdentityEvent other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return AtMs == other.AtMs && Source == other.Source && GetType() == other.GetType()
            && string.Equals(Content, other.Content, StringComparison.Ordinal);
    }

    /// <summary>The order in which facts take effect, the same whatever the order of their arrival here.</summary>
    internal static int Compare(IdentityEvent left, IdentityEvent right)
    {
        var order = left.AtMs.CompareTo(right.AtMs);
        order = order != 0 ? order : left.Rank.CompareTo(right.Rank);
        order = order != 0 ? order : left.ArrivedMs.CompareTo(right.ArrivedMs);
        order = order != 0 ? order : left.Source.CompareTo(right.Source);
        return order != 0 ? order : string.CompareOrdinal(left.Content, right.Content);
    }
}
