using Clarion.Connectors.Contract;
using Clarion.Connectors.PxGrid.Mapping;
using Clarion.Connectors.PxGrid.Topics;
using Clarion.Correlation.Identity.Accounts;
using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.PxGrid;

/// <summary>
/// One ISE deployment as a source of identity: its sessions, endpoints, security groups and SXP bindings as facts. What becomes what is in docs/pxgrid.md.
/// </summary>
public sealed class PxGridConnector : IConnector
{
    private readonly PxGridClient _client;
    private readonly Func<DomainNames> _domains;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly MappingTally _tally = new();
    private volatile FactSink? _facts;

    /// <summary>A connector that has not connected yet.</summary>
    /// <param name="options">
    /// How to reach ISE. Without topics all are followed but the groups of users, which the directory tells better.
    /// </param>
    /// <param name="domains">The domain names to unify accounts by, as they are known at the moment of the call; called often.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where to log.</param>
    /// <param name="savePassword">Keeps the password of an account that ISE has just created; null when accounts are made by hand.</param>
    /// <exception cref="PxGridException">The options, a certificate or the CA file cannot be used; the message says every fault.</exception>
    public PxGridConnector(
        PxGridOptions options, Func<DomainNames> domains, TimeProvider time, ILogger logger, Func<string, CancellationToken, ValueTask>? savePassword = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(domains);
        (_domains, _time, _logger) = (domains, time, logger);
        _client = new PxGridClient(
            options.Topics.Count > 0 ? options : options with { Topics = [.. PxTopics.All.Select(t => t.Service).Distinct()] }, time, logger, savePassword);
    }

    /// <inheritdoc />
    public ConnectorStatus Status => StatusMapping.Of(_client.Status, _tally);

    /// <inheritdoc />
    public async Task RunAsync(IConnectorSink sink, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sink);
        using var facts = new FactSink(sink, _domains, _tally, _time, _logger);
        _facts = facts;
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var saving = facts.KeepSavedAsync(together.Token);
        try
        {
            await _client.RunAsync(facts, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await together.CancelAsync().ConfigureAwait(false);
            await saving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc />
    public Task<ConnectorTestReport> TestAsync(CancellationToken cancellationToken) => _client.TestAsync(cancellationToken);

    /// <inheritdoc />
    public void RequestSync() => _client.RequestSync();

    /// <inheritdoc />
    public bool AcceptLoss()
    {
        var accepted = _client.AcceptLoss();
        if (_facts?.AcceptLoss() == true)
        {
            _client.RequestSync();
            return true;
        }

        return accepted;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
