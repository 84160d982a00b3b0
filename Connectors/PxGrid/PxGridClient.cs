using Clarion.Connectors.Contract;
using Clarion.Connectors.PxGrid.Anc;
using Clarion.Connectors.PxGrid.Control;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Pubsub;
using Clarion.Connectors.PxGrid.Rest;
using Clarion.Connectors.PxGrid.Sessions;
using Clarion.Connectors.PxGrid.Status;
using Clarion.Connectors.PxGrid.Topics;
using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.PxGrid;

/// <summary>
/// A pxGrid 2.0 client of one ISE deployment: signs in, follows topics, finds out what it missed and reads it again, and tells how it
/// stands. pxGrid acknowledges nothing, so neither does this. Thread-safe, but for what is said of the parts it gives out.
/// </summary>
public sealed class PxGridClient : IDisposable
{
    private readonly PxGridOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PxGridHttp _http;
    private readonly ControlClient _control;
    private readonly StatusBoard _board;
    private readonly AccountSignIn _account;
    private volatile IReadOnlyList<FeedRunner> _runners = [];

    /// <summary>A client that has not connected yet.</summary>
    /// <param name="options">How to reach ISE.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where to log.</param>
    /// <param name="savePassword">
    /// Keeps the password of an account that ISE has just created; it is told once and never again. Null when accounts are made by hand.
    /// </param>
    /// <exception cref="PxGridException">The options, a certificate or the CA file cannot be used; the message says every fault.</exception>
    public PxGridClient(PxGridOptions options, TimeProvider time, ILogger logger, Func<string, CancellationToken, ValueTask>? savePassword = null)
    {
        var faults = PxGridOptionsValidator.Validate(options);
        if (faults.Count > 0)
        {
            throw new PxGridException(PxGridProblem.Configuration, string.Join(" ", faults));
        }

        (_options, _time, _logger) = (options, time, logger);
        _http = new PxGridHttp(options, time);
        _control = new ControlClient(_http, options, time, logger);
        _board = new StatusBoard(PxTopics.Wanted(options), options.PubsubNodes);
        _account = new AccountSignIn(_control, options, _board, time, logger, savePassword);
    }

    /// <summary>How it stands now.</summary>
    public PxGridStatus Status => _board.Snapshot();

    /// <summary>Follows the topics until cancelled. What fails is tried again; only cancellation ends it.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; the connections are closed.</exception>
    public async Task RunAsync(IPxGridSink sink, CancellationToken cancellationToken)
    {
        try
        {
            await _account.WaitUntilEnabledAsync(cancellationToken).ConfigureAwait(false);
            _board.Set(PxGridState.Running, "Listening.");
            var context = new FeedContext(_options, _http, _control, sink, _board, _time, _logger);
            var routes = PxTopics.Wanted(_options)
                .Select(t => new TopicRoute(t, new TopicInbox(_options.Limits), _options.SessionsWithoutAddress)).ToList();
            var hub = new PubsubHub(routes, context);
            var runners = routes.Select(r => new FeedRunner(
                FeedFactory.Create(r.Info.Topic, context), r.Inbox, context, reason => Reconnect(hub, reason))).ToList();
            _runners = runners;

            // One part that fails ends the others, and all of it is told.
            using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var parts = runners.Select(r => r.RunAsync(together.Token)).Append(hub.RunAsync(together.Token)).ToList();
            await Task.WhenAny(parts).ConfigureAwait(false);
            await together.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(parts).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            _runners = [];
            _board.Set(PxGridState.Stopped, "Stopped.");
        }
    }

    /// <summary>
    /// Asks for everything to be read again as soon as can be. Returns at once; asking twice is asking once. Before the first read there is nothing to
    /// ask for, since that reads everything.
    /// </summary>
    public void RequestSync()
    {
        foreach (var runner in _runners)
        {
            runner.RequestSync();
        }
    }

    /// <summary>What full reads lacked, more than is believed, is gone indeed, an operator says; everything of these topics is read again.</summary>
    /// <returns>False when nothing is doubted.</returns>
    public bool AcceptLoss() => _runners.Aggregate(false, (accepted, runner) => runner.AcceptLoss() | accepted);

    /// <summary>Goes through every step from the name of the node to a subscribed topic, and tells which is the first that fails.</summary>
    public Task<ConnectorTestReport> TestAsync(CancellationToken cancellationToken) =>
        new PxGridTest(_options, _http, _control, _time, _logger).RunAsync(cancellationToken);

    /// <summary>Questions to the session directory; one object per user, it is not thread-safe.</summary>
    public SessionDirectory Sessions() => new(Service(PxTopic.Sessions));

    /// <summary>Adaptive network control; one object per user, it is not thread-safe.</summary>
    public AncClient Anc() => new(Service(PxTopic.Anc));

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private ServiceClient Service(PxTopic topic) => new(_http, _control, _options, PxTopics.Info(topic).Service, _time, _logger);

    private void Reconnect(PubsubHub hub, string reason)
    {
        PxGridLog.Silent(_logger, reason);
        hub.Restart();
    }
}
