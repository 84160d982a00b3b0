using Clarion.Correlation.Directories;
using Clarion.Storage.Contracts;

namespace Clarion.Grains.Tests.Store;

/// <summary>The directory store's contract in memory, for whole updates.</summary>
internal sealed class InMemoryDirectoryStore : IDirectoryStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DirectoryUpdate> _directories = new(StringComparer.Ordinal);
    private readonly List<MembershipChange> _changes = [];
    private long _version;

    public Task SaveAsync(DirectoryUpdate update, CancellationToken cancellationToken)
    {
        Assert.True(update.IsWhole);
        lock (_gate)
        {
            if (_directories.TryGetValue(update.Directory, out var before))
            {
                _changes.AddRange(MembershipChange.Between(before, update));
            }

            _directories[update.Directory] = update;
            _version++;
        }

        return Task.CompletedTask;
    }

    public Task<long> GetVersionAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_version);
        }
    }

    public Task<DirectoryContent> LoadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(new DirectoryContent(_version, [.. _directories.Values], [.. _changes]));
        }
    }
}
