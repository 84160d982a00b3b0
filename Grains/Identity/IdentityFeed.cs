using Clarion.Correlation.Bindings;
using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Events;
using Clarion.Grains.Interfaces.Identity;
using Clarion.Storage.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Clarion.Grains.Identity;

/// <summary>
/// Keeps this silo's identity index up with the log: filled from the store at the start, then told, and whenever something was missed read again.
/// </summary>
internal sealed class IdentityFeed(
    IdentityIndex index, ChangedAnswers changes, IdentityIndexOptions options, IIdentityLog log, IDirectoryStore directories, CurrentDirectory directory,
    IEntityStore entities, IOptions<DirectoryOptions> groupTags, IGrainFactory grains, TimeProvider time, ILogger<IdentityFeed> logger) : BackgroundService, IIdentityObserver
{
    private const int ReadAtOnce = 10_000;
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CompactInterval = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _applying = new(1, 1);
    private long _position;
    private long _directoryVersion;

    /// <summary>How much of the log the index has.</summary>
    internal long Position => Volatile.Read(ref _position);

    /// <summary>Fills the index from the store, before anything is asked.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await FollowDirectoriesAsync(cancellationToken);
        var since = time.GetUtcNow() - options.Silence - options.Keep;
        var bindings = new List<IdentityEvent>();
        await foreach (var binding in entities.ReadBindingsAsync(since, cancellationToken))
        {
            bindings.Add(Sightings.Bound(binding));
        }

        index.Load(bindings);
        _position = await log.GetLastPositionAsync(cancellationToken);
        var current = await log.ReadCurrentAsync(since, cancellationToken);
        index.Load(current.Select(logged => logged.Fact));
        Log.IdentityLoaded(logger, bindings.Count, current.Count, index.DeviceCount);
    }

    /// <inheritdoc />
    public async Task Logged(long firstPosition, IdentityEvent[] facts)
    {
        await _applying.WaitAsync();
        try
        {
            if (firstPosition > _position + 1)
            {
                await CatchUpAsync(CancellationToken.None);
            }

            Apply(firstPosition, facts);
        }
        catch (StoreUnavailableException fault)
        {
            // The next watch finds the gap again.
            Log.IdentityMissed(logger, fault);
        }
        finally
        {
            _applying.Release();
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _applying.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var observer = grains.CreateObjectReference<IIdentityObserver>(this);
        var compacted = time.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = WatchInterval;
            try
            {
                await FollowDirectoriesAsync(stoppingToken);
                if (await grains.GetGrain<IIdentityLogGrain>(0).Watch(observer) > Position)
                {
                    await _applying.WaitAsync(stoppingToken);
                    try
                    {
                        await CatchUpAsync(stoppingToken);
                    }
                    finally
                    {
                        _applying.Release();
                    }
                }
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                Log.IdentityMissed(logger, fault);
                wait = RetryInterval;
            }

            if (time.GetUtcNow() - compacted >= CompactInterval)
            {
                compacted = time.GetUtcNow();
                index.Compact(compacted.ToUnixTimeMilliseconds());
            }

            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowDirectoriesAsync(CancellationToken cancellationToken)
    {
        if (await directories.GetVersionAsync(cancellationToken) != _directoryVersion)
        {
            var content = await directories.LoadAsync(cancellationToken);
            directory.Index = new DirectoryIndex(content.Directories, content.Changes);
            if (_directoryVersion != 0 && groupTags.Value.GroupTags.Count > 0)
            {
                // Groups of rows may follow from those of users.
                changes.AddEverything();
            }

            _directoryVersion = content.Version;
            Log.DirectoriesLoaded(logger, directory.Index.UserCount, directory.Index.Groups.Count);
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        while (await log.ReadAfterAsync(_position, ReadAtOnce, cancellationToken) is { Count: > 0 } missed)
        {
            foreach (var (position, fact) in missed)
            {
                Apply(position, [fact]);
            }
        }
    }

    private void Apply(long first, IdentityEvent[] facts)
    {
        for (var i = 0; i < facts.Length; i++)
        {
            if (first + i > _position)
            {
                changes.Add(index.Apply(facts[i]).Changes);
            }
        }

        Volatile.Write(ref _position, Math.Max(_position, first + facts.Length - 1));
    }
}
