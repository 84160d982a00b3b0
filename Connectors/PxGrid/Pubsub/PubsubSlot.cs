using Clarion.Connectors.Contract;
using Clarion.Connectors.PxGrid.Control;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Stomp;

namespace Clarion.Connectors.PxGrid.Pubsub;

/// <summary>
/// Keeps one connection to some pubsub node, whatever happens: looks nodes up anew, takes a fresh secret, subscribes, and starts again
/// with growing waits. With two slots each takes another node as long as there are two.
/// </summary>
internal sealed class PubsubSlot(int slot, IReadOnlyList<TopicRoute> topics, PubsubHub hub, FeedContext context)
{
    private bool _oneByOne;
    private CancellationTokenSource? _current;

    private DateTimeOffset Now => context.Time.GetUtcNow();

    /// <summary>Ends the present connection so that a new one is opened.</summary>
    public void Restart() => Volatile.Read(ref _current)?.Cancel();

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var failures = 0; !cancellationToken.IsCancellationRequested; failures++)
        {
            PxGridException fault;
            try
            {
                var opened = await TryNodesAsync(cancellationToken).ConfigureAwait(false);
                fault = opened.Fault;
                failures = opened.Stayed ? 0 : failures;
            }
            catch (PxGridException unreachable)
            {
                fault = unreachable;
            }

            var wait = Backoff.Delay(context.Times.RetryFirst, context.Times.RetryLast, failures);
            PxGridLog.ConnectionEnded(context.Logger, fault.Data["node"] as string ?? "pubsub", fault.Message, wait.TotalSeconds);
            context.Board.Update(slot, s => s with { IsOpen = false, Node = null, Since = null, LastError = fault.Message, LastErrorAt = Now, NextTryAt = Now + wait });
            await Task.Delay(wait, context.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(PxGridException Fault, bool Stayed)> TryNodesAsync(CancellationToken cancellationToken)
    {
        var wanted = await FindTopicsAsync(cancellationToken).ConfigureAwait(false);
        if (wanted.Count == 0)
        {
            throw new PxGridException(PxGridProblem.NotOffered, "This ISE offers, or allows, none of the topics.");
        }

        var nodes = await context.Control.ServiceLookupAsync(wanted[0].Pubsub, cancellationToken).ConfigureAwait(false);
        PxGridException? last = null;

        foreach (var node in nodes)
        {
            // In use by the other connection.
            if (!hub.TryTake(node.NodeName!))
            {
                continue;
            }

            try
            {
                return await UseAsync(node, wanted, cancellationToken).ConfigureAwait(false);
            }
            catch (PxGridException fault)
            {
                fault.Data["node"] = node.NodeName;
                last = fault;
            }
            finally
            {
                hub.Release(node.NodeName!);
            }
        }

        throw last ?? new PxGridException(
            PxGridProblem.NotOffered,
            nodes.Count == 0 ? "ISE names no pubsub node; is the pxGrid persona enabled?" : "ISE has only one pubsub node, and it is in use by the other connection.");
    }

    // Topics whose services share a pubsub service; the rest have none in any ISE known.
    private async Task<List<Subscription>> FindTopicsAsync(CancellationToken cancellationToken)
    {
        var wanted = new List<Subscription>();
        var services = new Dictionary<string, IReadOnlyList<PxServiceNode>>(StringComparer.Ordinal);
        foreach (var route in topics.Where(t => t.RefusedUntil is null || t.RefusedUntil <= Now))
        {
            var service = route.Info.Service;
            if (!services.TryGetValue(service, out var nodes))
            {
                services.Add(service, nodes = await context.Control.ServiceLookupAsync(service, cancellationToken).ConfigureAwait(false));
            }

            if (route.Find(nodes) is var (destination, pubsub))
            {
                wanted.Add(new Subscription(route, wanted.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), destination, pubsub));
                context.Board.Update(route.Info.Topic, s => s with { Offered = true });
            }
            else
            {
                context.Board.Update(route.Info.Topic, s => s with
                {
                    Offered = nodes.Count > 0 && s.Offered == true,
                    State = nodes.Count > 0 ? "this ISE offers the service without this topic" : $"this ISE does not offer {service}",
                });
            }
        }

        return [.. wanted.Where(w => string.Equals(w.Pubsub, wanted[0].Pubsub, StringComparison.Ordinal))];
    }

    private async Task<(PxGridException Fault, bool Stayed)> UseAsync(
        PxServiceNode node, IReadOnlyList<Subscription> wanted, CancellationToken cancellationToken)
    {
        var name = node.NodeName!;
        var address = node.Property("wsUrl") is { } url && Uri.TryCreate(url, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeWss || (context.Options.Wire.AllowPlain && uri.Scheme == Uri.UriSchemeWs))
            ? uri
            : throw new PxGridException(PxGridProblem.Protocol, $"{name} names no wss address (wsUrl).");
        var secret = await context.Control.AccessSecretAsync(name, cancellationToken).ConfigureAwait(false);
        var routes = wanted.ToDictionary(w => w.Id, StringComparer.Ordinal);
        await using var connection = await PubsubConnection.OpenAsync(
            context.Http, new PubsubTarget(name, address, secret), context.Options, context.Time, frame => Route(name, routes, frame), BadFrame,
            cancellationToken).ConfigureAwait(false);
        using var restart = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Volatile.Write(ref _current, restart);
        var attached = new List<Subscription>();
        try
        {
            var stayed = await SubscribeAsync(connection, wanted, attached, name, restart.Token).ConfigureAwait(false);
            if (stayed)
            {
                context.Board.Update(slot, s => s with
                {
                    IsOpen = true,
                    Node = name,
                    Since = Now,
                    Opened = s.Opened + 1,
                    LastError = null,
                    LastErrorAt = null,
                    NextTryAt = null,
                });
                PxGridLog.Listening(context.Logger, attached.Count, name);
            }

            return (await EndAsync(connection, name, wanted, restart.Token).ConfigureAwait(false), stayed);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await connection.CloseAsync().ConfigureAwait(false);
            return (new PxGridException(PxGridProblem.ConnectionLost, "connecting anew because changes did not arrive."), true);
        }
        catch (OperationCanceledException)
        {
            await connection.CloseAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            Volatile.Write(ref _current, null);
            foreach (var one in attached)
            {
                one.Route.Inbox.Signal(new InboxItem.Detached(name));
            }
        }
    }

    // Gives false when the connection ended before it was clear that the topics are allowed.
    private async Task<bool> SubscribeAsync(
        PubsubConnection connection, IReadOnlyList<Subscription> wanted, List<Subscription> attached, string node, CancellationToken cancellationToken)
    {
        if (!_oneByOne && !wanted.Any(w => w.Route.IsDoubted))
        {
            if (!await TryAsync(connection, wanted, attached, node, cancellationToken).ConfigureAwait(false))
            {
                _oneByOne = true;
                return false;
            }

            return true;
        }

        // Those that seemed refused last, so that the others have been served when the connection ends.
        foreach (var one in wanted.OrderBy(w => w.Route.IsDoubted))
        {
            if (!await TryAsync(connection, [one], attached, node, cancellationToken).ConfigureAwait(false))
            {
                if (one.Route.IsRefused())
                {
                    _oneByOne = false;
                    one.Route.RefusedUntil = Now + context.Times.RefusedTopicRetry;
                    PxGridLog.TopicRefused(context.Logger, one.Destination);
                    context.Board.Update(one.Route.Info.Topic, s => s with
                    {
                        Refused = true,
                        State = "probably not allowed to this client",
                        LastError = $"ISE closes the connection when {one.Destination} is subscribed: probably not allowed. Allow 'subscribe' on it for the client's group in ISE's pxGrid policy.",
                        LastErrorAt = Now,
                        NextTryAt = one.Route.RefusedUntil,
                    });
                }

                return false;
            }
        }

        _oneByOne = false;
        return true;
    }

    private async Task<bool> TryAsync(
        PubsubConnection connection, IReadOnlyList<Subscription> subscriptions, List<Subscription> attached, string node, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var one in subscriptions)
            {
                await connection.SubscribeAsync(one.Id, one.Destination, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (PxGridException)
        {
            return false;
        }

        // ISE does not confirm. What is read before the subscription holds could miss what happens in between, and a refusal shows as an end.
        var settled = Task.Delay(context.Times.SubscribeSettle, context.Time, cancellationToken);
        if (await Task.WhenAny(settled, connection.Ended).ConfigureAwait(false) == connection.Ended)
        {
            return false;
        }

        await settled.ConfigureAwait(false);
        foreach (var one in subscriptions)
        {
            attached.Add(one);
            one.Route.Allowed();
            context.Board.Update(one.Route.Info.Topic, s => s with { Refused = false });
            one.Route.Inbox.Signal(new InboxItem.Attached(node));
        }

        return true;
    }

    private async Task<PxGridException> EndAsync(
        PubsubConnection connection, string node, IReadOnlyList<Subscription> wanted, CancellationToken cancellationToken)
    {
        // A topic that seemed refused is tried again by a new connection; those that work are not risked before.
        var retry = topics.Where(t => t.RefusedUntil is not null && wanted.All(w => w.Route != t)).Select(t => t.RefusedUntil!.Value).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
        using var due = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var again = retry == DateTimeOffset.MaxValue
            ? Task.Delay(Timeout.InfiniteTimeSpan, context.Time, due.Token)
            : Task.Delay(retry > Now ? retry - Now : TimeSpan.Zero, context.Time, due.Token);
        var first = await Task.WhenAny(connection.Ended, again).ConfigureAwait(false);
        if (first == again && !connection.Ended.IsCompleted)
        {
            await again.ConfigureAwait(false);
            await connection.CloseAsync().ConfigureAwait(false);
            return new PxGridException(PxGridProblem.ConnectionLost, "connecting anew to try a refused topic again.");
        }

        await due.CancelAsync().ConfigureAwait(false);
        try
        {
            await connection.Ended.ConfigureAwait(false);
            return new PxGridException(PxGridProblem.ConnectionLost, $"{node} ended the connection.");
        }
        catch (PxGridException fault)
        {
            fault.Data["node"] = node;
            return fault;
        }
    }

    private void Route(string node, Dictionary<string, Subscription> routes, StompFrame frame)
    {
        var found = frame.Header("subscription") is { } id && routes.TryGetValue(id, out var byId)
            ? byId
            : routes.Values.FirstOrDefault(r => string.Equals(r.Destination, frame.Header("destination"), StringComparison.Ordinal));
        if (found is null)
        {
            BadFrame("a message for no subscription");
            return;
        }

        found.Route.Inbox.Post(new InboxItem.Message(node, frame.Body, Now));
    }

    private void BadFrame(string what) =>
        context.Board.Update(slot, s => s with { BadFrames = s.BadFrames + 1, LastError = $"Received {what[..Math.Min(what.Length, 120)]}.", LastErrorAt = Now });

    private sealed record Subscription(TopicRoute Route, string Id, string Destination, string Pubsub);
}
