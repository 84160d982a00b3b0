using System.Globalization;
using Clarion.Connectors.ActiveDirectory.Ldap;
using Clarion.Connectors.ActiveDirectory.Reading;
using Clarion.Connectors.ActiveDirectory.Values;
using Clarion.Connectors.Contract;
using Clarion.Correlation.Directories;
using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.ActiveDirectory.Sync;

/// <summary>Makes passes, one after the other: all of a directory, or what has changed.</summary>
internal sealed class DirectorySync(ActiveDirectoryOptions options, ServerList servers, IConnectorSink sink, TimeProvider time, ILogger logger)
{
    private const int IdsPerFilter = 100;

    private volatile SyncCheckpoint? _checkpoint;
    private volatile IReadOnlyList<int> _accepted = [];
    private KnownObjects? _known;

    /// <summary>What the last full pass lacked, more than is believed, is gone indeed, an operator says; the next full pass may lack it. Thread-safe.</summary>
    /// <returns>False when nothing is doubted.</returns>
    public bool AcceptLoss()
    {
        _accepted = _checkpoint?.Doubted ?? [];
        return _accepted.Count > 0;
    }

    /// <summary>One pass to its end: read, given to the sink, kept.</summary>
    /// <param name="asked">Read everything.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DirectoryException">It failed; nothing was removed, and the next pass begins where this one did.</exception>
    public async Task<SyncOutcome> RunAsync(bool asked, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Times.Pass, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await PassAsync(asked, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new DirectoryException(
                DirectoryProblem.Timeout, string.Create(CultureInfo.InvariantCulture, $"The pass did not end within {options.Times.Pass}; narrow BaseDn or raise Times:Pass."));
        }
    }

    private async Task<SyncOutcome> PassAsync(bool asked, CancellationToken cancellationToken)
    {
        if (_known is null)
        {
            _checkpoint = SyncCheckpoint.Read(await sink.ReadCheckpointAsync(cancellationToken).ConfigureAwait(false));
            _known = new KnownObjects(_checkpoint?.Known);
        }

        var began = time.GetUtcNow();
        var (client, domain) = await servers.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (client.ConfigureAwait(false))
        {
            if (_checkpoint is not null && !string.Equals(_checkpoint.Directory, domain.Directory, StringComparison.Ordinal))
            {
                (_checkpoint, _known) = (null, new KnownObjects(null));
            }

            var plan = SyncPlan.Decide(_checkpoint, domain, options, asked, began);
            var (content, cookie, reason) = plan.Reason is null
                ? await ChangesAsync(client, domain, plan.FromUsn, cancellationToken).ConfigureAwait(false)
                : (null, null, plan.Reason);
            if (content is null)
            {
                ActiveDirectoryLog.FullPass(logger, domain.Directory, client.Server.ToString(), reason!);
                (content, cookie) = await EverythingAsync(client, domain, cancellationToken).ConfigureAwait(false);
                reason ??= "";
            }

            var isFull = reason is not null;
            var seesDeleted = isFull
                ? await DirectoryReader.SeesTombstonesAsync(client, domain, cancellationToken).ConfigureAwait(false)
                : content.Removed.Count > 0 || _checkpoint!.SeesDeleted;
            await GiveAsync(content, cookie, domain, isFull, seesDeleted, began, cancellationToken).ConfigureAwait(false);
            ActiveDirectoryLog.PassEnded(
                logger, domain.Directory, content.Count, content.Removed.Count, content.Skipped.Values.Sum(s => s.Count), (time.GetUtcNow() - began).TotalSeconds);
            return new SyncOutcome(client.Server, domain, isFull, content, _checkpoint!, _known.Counts);
        }
    }

    private async Task<(DirectoryContent Content, byte[]? Cookie)> EverythingAsync(IDirectoryClient client, DomainContext domain, CancellationToken cancellationToken)
    {
        // The cookie first: what changes while everything is read is read again after it.
        var cookie = options.Increments == DirectoryIncrements.DirSync
            ? (await DirSyncWalk.RunAsync(client, domain.Root, null, options.Limits.Changes, cancellationToken).ConfigureAwait(false)).Cookie
            : null;
        var reader = new DirectoryReader(client, domain, options);
        await reader.ReadAsync("", cancellationToken).ConfigureAwait(false);
        return (reader.Content, cookie);
    }

    // No content: there are so many changes that reading everything is quicker.
    private async Task<(DirectoryContent? Content, byte[]? Cookie, string? Reason)> ChangesAsync(
        IDirectoryClient client, DomainContext domain, long fromUsn, CancellationToken cancellationToken)
    {
        var reader = new DirectoryReader(client, domain, options);
        if (options.Increments == DirectoryIncrements.UsnChanged)
        {
            await reader.ReadAsync(string.Create(CultureInfo.InvariantCulture, $"(uSNChanged>={fromUsn})"), cancellationToken).ConfigureAwait(false);
            await reader.TombstonesAsync(fromUsn, cancellationToken).ConfigureAwait(false);
            return (reader.Content, null, null);
        }

        var cookie = Convert.FromBase64String(_checkpoint!.Cookie!);
        var walk = await DirSyncWalk.RunAsync(client, domain.Root, cookie, options.Limits.Changes, cancellationToken).ConfigureAwait(false);
        if (walk.Changed is null)
        {
            return (null, null, "too many changes");
        }

        foreach (var ids in walk.Changed.Chunk(IdsPerFilter))
        {
            var condition = $"(|{string.Concat(ids.Select(id => $"(objectGUID={LdapFilter.Bytes(id.ToByteArray())})"))})";
            await reader.ReadAsync(condition, cancellationToken).ConfigureAwait(false);
        }

        reader.Content.Removed.UnionWith(walk.Removed);
        return (reader.Content, walk.Cookie, null);
    }

    private async Task GiveAsync(
        DirectoryContent content, byte[]? cookie, DomainContext domain, bool isFull, bool seesDeleted, DateTimeOffset began,
        CancellationToken cancellationToken)
    {
        var known = _known!;
        var vanished = isFull ? known.Vanished(content) : [];
        var doubt = isFull ? known.Doubt(vanished, _accepted, new VanishingGuard(options.Limits.VanishPercent / 100.0)) : _checkpoint!.Doubt;
        if (isFull && doubt is not null)
        {
            ActiveDirectoryLog.Doubted(logger, domain.Directory, doubt);
        }

        // What a doubted pass has found is true all the same; only what it has not found is not taken for gone.
        var isWhole = isFull && doubt is null;
        if (isFull || content.Count + content.Removed.Count > 0)
        {
            await sink.TakeAsync(
                new DirectoryUpdate
                {
                    Directory = domain.Directory,
                    IsWhole = isWhole,
                    At = began,
                    Users = content.Users,
                    Computers = content.Computers,
                    Groups = content.Groups,
                    Units = content.Units,
                    Removed = [.. content.Removed],
                    DomainNames = domain.DomainNames,
                },
                cancellationToken).ConfigureAwait(false);
        }

        if (isWhole)
        {
            known.Replace(content);
        }
        else
        {
            known.Merge(content);
        }

        var next = new SyncCheckpoint
        {
            Directory = domain.Directory,
            Scope = SyncPlan.Scope(options),
            FullPassAt = isFull ? began : _checkpoint!.FullPassAt,
            Known = [.. known.Counts],
            Marks = _checkpoint?.Marks ?? [],
            Cookie = cookie is null ? null : Convert.ToBase64String(cookie),
            Doubt = doubt,
            Doubted = doubt is null ? [] : isFull ? vanished : _checkpoint!.Doubted,
            SeesDeleted = seesDeleted,
        };
        next = next.With(new ControllerMark(domain.Controller, domain.HighUsn, began));
        await sink.WriteCheckpointAsync(next.Write(), cancellationToken).ConfigureAwait(false);
        _checkpoint = next;
        _accepted = isWhole ? [] : _accepted;
    }
}
