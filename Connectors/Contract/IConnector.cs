namespace Clarion.Connectors.Contract;

/// <summary>
/// One configured source of identity: a pxGrid deployment, a directory, an IoT platform. It connects, reads everything, follows or polls changes, and
/// tries again by itself with growing waits; only cancellation ends it. It deletes nothing on a pass that failed or came back short.
/// </summary>
public interface IConnector : IAsyncDisposable
{
    /// <summary>How it stands at this moment. Never waits.</summary>
    ConnectorStatus Status { get; }

    /// <summary>Runs until cancelled. Called once.</summary>
    /// <param name="sink">Who takes what is learnt. When it throws, the connector gives the same again later.</param>
    /// <param name="cancellationToken">Ends the run; what the sink has taken stays.</param>
    Task RunAsync(IConnectorSink sink, CancellationToken cancellationToken);

    /// <summary>Tries each step of connecting once and says what was found; runs beside <see cref="RunAsync"/> without disturbing it.</summary>
    Task<ConnectorTestReport> TestAsync(CancellationToken cancellationToken);

    /// <summary>Asks for a full pass as soon as possible. Returns at once; asking twice is asking once.</summary>
    void RequestSync();

    /// <summary>
    /// An operator says that what the last full pass lacked, more than is believed by itself (<see cref="ConnectorPart.Doubted"/>), is gone indeed. A full
    /// pass is asked for; it may lack that much.
    /// </summary>
    /// <returns>False when nothing is doubted.</returns>
    bool AcceptLoss();
}
