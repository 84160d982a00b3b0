using Orleans.Streams;

namespace Clarion.Queues.Streams;

/// <summary>Hears of messages that a partition did not take in time, and tells the receiver that holds them.</summary>
internal sealed class DeliveryFailures(Func<DeltaReceiver?> receiver) : IStreamFailureHandler
{
    public bool ShouldFaultSubsriptionOnError => false;

    public Task OnDeliveryFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken)
    {
        if (sequenceToken is not null)
        {
            receiver()?.Failed(sequenceToken);
        }

        return Task.CompletedTask;
    }

    public Task OnSubscriptionFailure(GuidId subscriptionId, string streamProviderName, StreamId streamIdentity, StreamSequenceToken? sequenceToken) =>
        Task.CompletedTask;
}
