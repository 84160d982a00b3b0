using Clarion.Gateway.Http.Audit;
using Clarion.Gateway.Http.Errors;
using Clarion.Grains.Interfaces.Queues;

namespace Clarion.Gateway.Http.Queues;

/// <summary>Does what <c>/queue</c> is asked to do with messages that were set aside. Everything is written down with who asked for it.</summary>
public sealed class QueueChanges(IDeltaQueue queue, AuditTrail audit)
{
    /// <summary>Sends a message that was set aside to its partition once more.</summary>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    public Task ReplayAsync(string id, string? user, CancellationToken cancellationToken) =>
        DoAsync(user, "dead-letter.replay", id, () => queue.ReplayAsync(id, cancellationToken));

    /// <summary>Gives up a message that was set aside.</summary>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    public Task DiscardAsync(string id, string? user, CancellationToken cancellationToken) =>
        DoAsync(user, "dead-letter.discard", id, () => queue.DiscardAsync(id, cancellationToken));

    private Task<DeadLetter> DoAsync(string? user, string action, string id, Func<Task<DeadLetter?>> act) => audit.DoAsync(user, action, id, async () =>
    {
        var letter = await act().ConfigureAwait(false) ?? throw new NotFoundException($"No message '{id}' is set aside.");
        return (letter, FormattableString.Invariant($"partition {letter.Partition}, window {letter.Window ?? "unknown"}, {letter.Bytes} bytes: {letter.Reason}"));
    });
}
