using Orleans.Runtime.Placement;

namespace Clarion.Grains.Partitions;

internal sealed partial class PartitionGrain
{
    // While a queue changes hands, both silos ask for a moment.
    private const int AsksBeforeMove = 3;

    private SiloAddress? _askedFrom;
    private int _asks;

    /// <summary>
    /// A partition goes to the silo that reads its queue. Queues are shared out anew whenever silos come and go; a partition that stayed where it was
    /// would leave a new silo with nothing but reading and passing on.
    /// </summary>
    private void FollowQueue(SiloAddress? reader)
    {
        if (reader is null || reader.Equals(GrainContext.Address.SiloAddress))
        {
            _asks = 0;
            return;
        }

        _asks = reader.Equals(_askedFrom) ? _asks + 1 : 1;
        _askedFrom = reader;
        if (_asks < AsksBeforeMove)
        {
            return;
        }

        // What is open is committed on the way (OnDeactivateAsync); what cannot be comes again from the queue.
        _asks = 0;
        Log.Moving(logger, _partition, reader);
        RequestContext.Set(IPlacementDirector.PlacementHintKey, reader);
        MigrateOnIdle();
        RequestContext.Remove(IPlacementDirector.PlacementHintKey);
    }
}
