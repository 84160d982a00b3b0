using Clarion.Correlation.Identity.Events;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Identity;

/// <summary>Facts that are read from the log in several steps, each once, and not more than a number of them.</summary>
internal sealed class FactSet(IIdentityLog log, int most)
{
    private readonly Dictionary<long, IdentityEvent> _byPosition = [];

    /// <summary>How many there are.</summary>
    public int Count => _byPosition.Count;

    /// <summary>False when older ones were left out for lack of room.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Reads what is not known yet about some names, the newest while there is room.</summary>
    /// <returns>What was new.</returns>
    public async Task<IReadOnlyList<IdentityEvent>> ReadAsync(
        IReadOnlyCollection<string> names, DateTimeOffset until, CancellationToken cancellationToken)
    {
        // One at least, so that it is seen whether something is left out.
        var room = Math.Max(1, most - Count);
        var read = await log.ReadAboutAsync(names, until, _byPosition.Keys, room, cancellationToken).ConfigureAwait(false);
        IsWhole &= read.IsWhole;
        foreach (var (position, fact) in read.Facts)
        {
            _byPosition.Add(position, fact);
        }

        return [.. read.Facts.Select(logged => logged.Fact)];
    }

    /// <summary>All of them, in the order of their times.</summary>
    public IEnumerable<IdentityEvent> ByTime() => _byPosition.OrderBy(fact => fact.Value.AtMs).ThenBy(fact => fact.Key).Select(fact => fact.Value);
}
