using Clarion.Correlation.Identity.Events;

namespace Clarion.Storage.Contracts;

/// <summary>A fact with its place in the log.</summary>
/// <param name="Position">Counts up from 1, without gaps except where retention has removed facts.</param>
/// <param name="Fact">The fact.</param>
public readonly record struct LoggedFact(long Position, IdentityEvent Fact);

/// <summary>What is known about somebody.</summary>
/// <param name="Facts">The newest positions first.</param>
/// <param name="IsWhole">False when there are older facts, which were left out.</param>
public sealed record FactsAbout(IReadOnlyList<LoggedFact> Facts, bool IsWhole);

/// <summary>
/// Every fact about identity that was learnt, in the order of its arrival. Whoever lost what it knew reads it here again, and whoever asks about a
/// moment of the past gets the facts for it. What flows show is kept as bindings instead (<see cref="IEntityStore.ReadBindingsAsync"/>).
/// </summary>
public interface IIdentityLog
{
    /// <summary>Adds facts in one transaction; they are durable when the task completes.</summary>
    /// <returns>Position of the first.</returns>
    /// <exception cref="StoreUnavailableException">Nothing was written; try again later.</exception>
    Task<long> AppendAsync(IReadOnlyList<IdentityEvent> facts, CancellationToken cancellationToken);

    /// <summary>Position of the last fact; 0 when there is none.</summary>
    Task<long> GetLastPositionAsync(CancellationToken cancellationToken);

    /// <summary>Facts after a position, in their order.</summary>
    /// <param name="position">The last one that is known.</param>
    /// <param name="limit">Most facts to read.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<LoggedFact>> ReadAfterAsync(long position, int limit, CancellationToken cancellationToken);

    /// <summary>What still counts: facts of moments since then, and the newest of every standing key (<see cref="IdentityEvent.StandingKey"/>).</summary>
    Task<IReadOnlyList<LoggedFact>> ReadCurrentAsync(DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>
    /// Facts about any of the subjects (<see cref="IdentityEvent.Subjects"/>) up to a moment, those of the catalogue included. A fact comes once, and counts
    /// once, however many of the subjects it is about.
    /// </summary>
    /// <param name="subjects">Subjects; there may be tens of thousands.</param>
    /// <param name="until">Latest time of a fact.</param>
    /// <param name="known">Positions of facts that need not be read again.</param>
    /// <param name="limit">Most facts to read; of more the newest.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<FactsAbout> ReadAboutAsync(
        IReadOnlyCollection<string> subjects, DateTimeOffset until, IReadOnlyCollection<long> known, int limit, CancellationToken cancellationToken);
}
