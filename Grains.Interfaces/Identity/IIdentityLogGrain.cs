using Clarion.Correlation.Identity.Events;
using Orleans.Concurrency;

namespace Clarion.Grains.Interfaces.Identity;

/// <summary>
/// The one writer of the identity log (key: 0). What it has taken is durable; then it is told to every silo, whose indexes answer who is who.
/// </summary>
[Alias("clarion.IIdentityLogGrain")]
public interface IIdentityLogGrain : IGrainWithIntegerKey
{
    /// <summary>Adds facts, at most <see cref="IdentityLimits.MaxFactsPerCall"/>.</summary>
    /// <returns>Position of the last.</returns>
    [Alias("Append")]
    Task<long> Append([Immutable] IdentityEvent[] facts);

    /// <summary>Has facts told to an observer for some minutes; call again in time.</summary>
    /// <returns>Position of the last fact: what came before has to be read from the log.</returns>
    [Alias("Watch")]
    Task<long> Watch(IIdentityObserver observer);
}

/// <summary>Hears of facts as they are logged.</summary>
[Alias("clarion.IIdentityObserver")]
public interface IIdentityObserver : IGrainObserver
{
    /// <summary>Facts were logged. May get lost: a gap in positions tells.</summary>
    [Alias("Logged"), OneWay]
    Task Logged(long firstPosition, [Immutable] IdentityEvent[] facts);
}

/// <summary>Bounds of messages about identity.</summary>
public static class IdentityLimits
{
    /// <summary>Most facts in one message.</summary>
    public const int MaxFactsPerCall = 1000;
}
