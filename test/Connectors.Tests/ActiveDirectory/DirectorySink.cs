using Clarion.Connectors.Contract;
using Clarion.Correlation.Access;
using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.TrustSec;

namespace Clarion.Connectors.Tests.ActiveDirectory;

/// <summary>Keeps a directory as a receiver does: what is given replaces what was known, and a whole one replaces all.</summary>
internal sealed class DirectorySink : IConnectorSink
{
    public Dictionary<Guid, DirectoryUser> Users { get; } = [];

    public Dictionary<Guid, DirectoryComputer> Computers { get; } = [];

    public Dictionary<Guid, DirectoryGroup> Groups { get; } = [];

    public Dictionary<Guid, DirectoryUnit> Units { get; } = [];

    public List<DirectoryUpdate> Updates { get; } = [];

    public string? Checkpoint { get; set; }

    public bool Fails { get; set; }

    public DirectoryUser User(string login) => Users.Values.Single(u => u.Account.Name == login);

    public DirectoryGroup Group(string name) => Groups.Values.Single(g => g.Name == name);

    public ValueTask TakeAsync(IReadOnlyList<IdentityEvent> facts, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask TakeAsync(DirectoryUpdate update, CancellationToken cancellationToken)
    {
        if (Fails)
        {
            throw new InvalidOperationException("The store is full.");
        }

        Updates.Add(update);
        Take(Users, update.Users, u => u.Id, update);
        Take(Computers, update.Computers, c => c.Id, update);
        Take(Groups, update.Groups, g => g.Id, update);
        Take(Units, update.Units, u => u.Id, update);
        return ValueTask.CompletedTask;
    }

    public ValueTask TakeAsync(IReadOnlyList<AccessEvent> events, CancellationToken cancellationToken) => throw new NotSupportedException("A directory lets nobody in.");

    public ValueTask TakeAsync(TrustSecUpdate update, CancellationToken cancellationToken) => throw new NotSupportedException("A directory has no TrustSec.");

    public ValueTask<IReadOnlyList<TrustSecKey>> ReadTrustSecAsync(CancellationToken cancellationToken) => throw new NotSupportedException("A directory has no TrustSec.");

    public ValueTask TakeAsync(ReportedGroupsUpdate update, CancellationToken cancellationToken) => throw new NotSupportedException("A directory gives its groups whole.");

    public ValueTask<IReadOnlyList<string>> ReadReportedUsersAsync(CancellationToken cancellationToken) => throw new NotSupportedException("A directory gives its groups whole.");

    public ValueTask<string?> ReadCheckpointAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Checkpoint);

    public ValueTask WriteCheckpointAsync(string checkpoint, CancellationToken cancellationToken)
    {
        Checkpoint = checkpoint;
        return ValueTask.CompletedTask;
    }

    private static void Take<T>(Dictionary<Guid, T> known, IReadOnlyList<T> given, Func<T, Guid> id, DirectoryUpdate update)
    {
        if (update.IsWhole)
        {
            known.Clear();
        }

        foreach (var gone in update.Removed)
        {
            known.Remove(gone);
        }

        foreach (var one in given)
        {
            known[id(one)] = one;
        }
    }
}
