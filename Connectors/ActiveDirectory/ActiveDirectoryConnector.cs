using System.Threading.Channels;
using Clarion.Connectors.ActiveDirectory.Ldap;
using Clarion.Connectors.ActiveDirectory.Reading;
using Clarion.Connectors.ActiveDirectory.Sync;
using Clarion.Connectors.ActiveDirectory.Tls;
using Clarion.Connectors.Contract;
using Clarion.Connectors.Net;
using Clarion.Correlation.Identity.Accounts;
using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.ActiveDirectory;

/// <summary>
/// One domain of Active Directory as a source of identity: users, computers, groups with their members, organizational units. Reads everything at
/// first and once a day, and what has changed in between.
/// </summary>
public sealed class ActiveDirectoryConnector : IConnector, IMembershipSource
{
    private const int QuestionsAtOnce = 4;

    private readonly ActiveDirectoryOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Trust? _trust;
    private readonly ServerList _servers;
    private readonly StatusBoard _board;
    private readonly SemaphoreSlim _questions = new(QuestionsAtOnce);
    private volatile DirectorySync? _sync;
    private readonly Channel<bool> _asked = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>A connector that has not connected yet.</summary>
    /// <param name="options">How to reach the domain.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where to log.</param>
    /// <exception cref="DirectoryException">The options or certificate files cannot be used; the message says every fault.</exception>
    public ActiveDirectoryConnector(ActiveDirectoryOptions options, TimeProvider time, ILogger logger)
        : this(options, time, logger, null)
    {
    }

    /// <summary>The same with another way to connect, for tests.</summary>
    internal ActiveDirectoryConnector(ActiveDirectoryOptions options, TimeProvider time, ILogger logger, ConnectToDirectory? connect)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var faults = options.Validate();
        if (faults.Count > 0)
        {
            throw new DirectoryException(DirectoryProblem.Configuration, string.Join(" ", faults));
        }

        (_options, _time, _logger, _board) = (options, time, logger, new StatusBoard(time));
        if (connect is null)
        {
            var trust = _trust = Trust.Load(options);
            connect = (server, cancel) => LdapDirectoryClient.ConnectAsync(server, options, trust, time, cancel);
        }

        _servers = new ServerList([.. options.Servers.Select(s => DirectoryHost.TryParse(s, out var host) ? host : default)], connect, logger);
    }

    /// <inheritdoc />
    public ConnectorStatus Status => _board.Status;

    /// <inheritdoc />
    public async Task RunAsync(IConnectorSink sink, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var sync = _sync = new DirectorySync(_options, _servers, sink, _time, _logger);
        var (asked, failures) = (false, 0);
        try
        {
            while (true)
            {
                _board.Connecting();
                asked |= _asked.Reader.TryRead(out _);
                TimeSpan wait;
                try
                {
                    var outcome = await sync.RunAsync(asked, cancellationToken).ConfigureAwait(false);
                    (asked, failures, wait) = (false, 0, _options.Times.Interval);
                    _board.Read(outcome, _time.GetUtcNow() + wait);
                }
                catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
                {
                    wait = Failed(fault, failures++);
                }

                await WaitAsync(wait, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _board.Stopped();
        }
    }

    /// <inheritdoc />
    public Task<ConnectorTestReport> TestAsync(CancellationToken cancellationToken) =>
        new ActiveDirectoryTest(_options, _servers, _time).RunAsync(cancellationToken);

    /// <inheritdoc />
    public void RequestSync() => _asked.Writer.TryWrite(true);

    /// <inheritdoc />
    public bool AcceptLoss()
    {
        var accepted = _sync?.AcceptLoss() == true;
        if (accepted)
        {
            RequestSync();
        }

        return accepted;
    }

    /// <summary>The security groups of one account at this moment, asked of a controller; null when the domain has no such account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="DirectoryException">No controller answers; the message says why.</exception>
    public async Task<GroupMembership?> GetGroupMembershipAsync(AccountName account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        await _questions.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var (client, domain) = await _servers.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                return await MembershipQuestion.AskAsync(client, domain, account, _options.Limits.TextLength, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _questions.Release();
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _trust?.Dispose();
        _questions.Dispose();
        return ValueTask.CompletedTask;
    }

    private TimeSpan Failed(Exception fault, int failures)
    {
        var wait = fault is DirectoryException { Problem: DirectoryProblem.Credentials }
            ? _options.Times.RefusedPassword
            : Backoff.Delay(_options.Times.RetryFirst, _options.Times.RetryLast, failures);
        var reason = fault.Message;
        if (fault is DirectoryException)
        {
            ActiveDirectoryLog.PassFailed(_logger, reason, wait.TotalSeconds);
        }
        else
        {
            reason = $"What was read could not be kept and will be read again: {PeerText.Line(fault.Message)}";
            ActiveDirectoryLog.SinkFailed(_logger, fault);
        }

        _board.Failed(reason, _time.GetUtcNow() + wait);
        return wait;
    }

    // Until the time has come, or somebody asks.
    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Task.Delay(wait, _time, over.Token), _asked.Reader.WaitToReadAsync(over.Token).AsTask()).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
