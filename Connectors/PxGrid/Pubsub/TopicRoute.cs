using Clarion.Connectors.PxGrid.Control;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.Pubsub;

/// <summary>A topic on its way from ISE to its inbox.</summary>
internal sealed class TopicRoute(PxTopic topic, TopicInbox inbox, bool withoutAddress)
{
    private int _refusals;

    public PxTopicInfo Info { get; } = PxTopics.Info(topic);

    public TopicInbox Inbox => inbox;

    /// <summary>Until when it is not subscribed because ISE seems to refuse it; null = it is.</summary>
    public DateTimeOffset? RefusedUntil { get; set; }

    /// <summary>It seemed refused before, and has not been allowed since.</summary>
    public bool IsDoubted => _refusals > 0;

    /// <summary>Counts a connection that ended when this topic alone was subscribed; once may be chance, twice is not.</summary>
    public bool IsRefused() => ++_refusals >= 2;

    /// <summary>The topic was subscribed and the connection stayed.</summary>
    public void Allowed() => (_refusals, RefusedUntil) = (0, null);

    /// <summary>The destination and pubsub service by a replica's properties, or null when it has no such topic.</summary>
    public (string Destination, string Pubsub)? Find(IEnumerable<PxServiceNode> nodes)
    {
        var names = Info.Topic == PxTopic.Sessions && !withoutAddress ? ["sessionTopic"] : Info.Properties;
        foreach (var name in names)
        {
            foreach (var node in nodes)
            {
                if (node.Property(name) is { } destination)
                {
                    return (destination, node.Property("wsPubsubService") ?? PxTopics.Pubsub);
                }
            }
        }

        return null;
    }
}
