using Clarion.Correlation.Identity.Events;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Tests.Store;

/// <summary>The identity log's contract in memory.</summary>
internal sealed class InMemoryIdentityLog : IIdentityLog
{
    private readonly Lock _gate = new();
    private readonly List<IdentityEvent> _facts = [];

    public Task<long> AppendAsync(IReadOnlyList<IdentityEvent> facts, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _facts.AddRange(facts);
            return Task.FromResult(_facts.Count - facts.Count + 1L);
        }
    }

    public Task<long> GetLastPositionAsync(CancellationToken cancellationToken) => Task.FromResult((long)All().Count);

    public Task<IReadOnlyList<LoggedFact>> ReadAfterAsync(long position, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LoggedFact>>([.. All().Where(logged => logged.Position > position).Take(limit)]);

    public Task<IReadOnlyList<LoggedFact>> ReadCurrentAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var standing = All().Where(logged => logged.Fact.StandingKey.Length > 0).GroupBy(logged => logged.Fact.StandingKey, StringComparer.Ordinal)
            .Select(same => same.MaxBy(logged => (logged.Fact.AtMs, logged.Position)).Position).ToHashSet();
        return Task.FromResult<IReadOnlyList<LoggedFact>>(
            [.. All().Where(logged => logged.Fact.AtMs >= since.ToUnixTimeMilliseconds() || standing.Contains(logged.Position))]);
    }

    public Task<FactsAbout> ReadAboutAsync(
        IReadOnlyCollection<string> subjects, DateTimeOffset until, IReadOnlyCollection<long> known, int limit, CancellationToken cancellationToken)
    {
        var (asked, read) = (subjects.ToHashSet(StringComparer.Ordinal), known.ToHashSet());
        var about = All().Where(logged => logged.Fact.AtMs <= until.ToUnixTimeMilliseconds() && !read.Contains(logged.Position)
            && (!logged.Fact.Subjects.Any() || logged.Fact.Subjects.Any(asked.Contains))).Reverse().ToList();
        return Task.FromResult(new FactsAbout([.. about.Take(limit)], about.Count <= limit));
    }

    private List<LoggedFact> All()
    {
        lock (_gate)
        {
            return [.. _facts.Select((fact, i) => new LoggedFact(i + 1, fact))];
        }
    }
}
