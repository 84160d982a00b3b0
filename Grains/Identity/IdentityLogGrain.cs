using Clarion.Correlation.Identity.Events;
using Clarion.Grains.Interfaces.Identity;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Logging;
using Orleans.Utilities;

namespace Clarion.Grains.Identity;

/// <summary>Numbers facts by writing them, then tells them: whoever misses a message finds the facts in the log.</summary>
internal sealed class IdentityLogGrain : Grain, IIdentityLogGrain
{
    // Observers ask again every ten seconds; one that has not for so long is dead.
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(5);

    private readonly IIdentityLog _log;
    private readonly ObserverManager<IIdentityObserver> _observers;

    public IdentityLogGrain(IIdentityLog log, ILogger<IdentityLogGrain> logger) =>
        (_log, _observers) = (log, new ObserverManager<IIdentityObserver>(Forgotten, logger));

    public async Task<long> Append(IdentityEvent[] facts)
    {
        if (facts.Length is 0 or > IdentityLimits.MaxFactsPerCall)
        {
            throw new ArgumentException($"1 to {IdentityLimits.MaxFactsPerCall} facts, not {facts.Length}.", nameof(facts));
        }

        var first = await _log.AppendAsync(facts, CancellationToken.None);
        await _observers.Notify(observer => observer.Logged(first, facts));
        return first + facts.Length - 1;
    }

    public Task<long> Watch(IIdentityObserver observer)
    {
        _observers.Subscribe(observer, observer);
        return _log.GetLastPositionAsync(CancellationToken.None);
    }
}
