using Clarion.Connectors.Contract;
using Clarion.Connectors.PxGrid.Control;
using Clarion.Connectors.PxGrid.Rest;
using Clarion.Connectors.PxGrid.Status;
using Clarion.Connectors.PxGrid.Topics;
using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.PxGrid.Feeds;

/// <summary>Hands a batch to the receiver.</summary>
internal delegate ValueTask Deliver<T>(PxBatch<T> batch, CancellationToken cancellationToken);

/// <summary>What feeds need of their surroundings.</summary>
internal sealed record FeedContext(
    PxGridOptions Options, PxGridHttp Http, ControlClient Control, IPxGridSink Sink, StatusBoard Board, TimeProvider Time, ILogger Logger)
{
    public PxGridTimes Times => Options.Times;

    public PxGridLimits Limits => Options.Limits;

    public ServiceClient Service(string service) => new(Http, Control, Options, service, Time, Logger);

    /// <summary>Counts a record that could not be read.</summary>
    public void BadRecord(PxTopicInfo info) => Board.Update(info.Topic, s => s with { BadRecords = s.BadRecords + 1 });

    /// <summary>Tells the receiver a mark.</summary>
    public Task MarkAsync(PxMark mark, CancellationToken cancellationToken) =>
        DeliverAsync(PxTopics.Info(mark.Topic), c => Sink.MarkAsync(mark, c), cancellationToken);

    /// <summary>
    /// Hands something on until it is taken: the client's table has it already, so nobody would tell of it again. What arrives meanwhile
    /// waits, and beyond the bound is discarded and read again.
    /// </summary>
    public async Task DeliverAsync(PxTopicInfo info, Func<CancellationToken, ValueTask> deliver, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await deliver(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                // Whatever it is: a batch that is not taken must not be lost.
                PxGridLog.SinkFailed(Logger, info.Words, fault);
                Board.Update(info.Topic, s => s with { LastError = $"Handing on failed: {fault.Message}", LastErrorAt = Time.GetUtcNow() });
                await Task.Delay(Backoff.Delay(Times.RetryFirst, Times.RetryLast, attempt), Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
