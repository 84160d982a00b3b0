using Clarion.Connectors.PxGrid.Anc;
using Clarion.Connectors.PxGrid.Endpoints;
using Clarion.Connectors.PxGrid.Radius;
using Clarion.Connectors.PxGrid.Sessions;
using Clarion.Connectors.PxGrid.Sxp;
using Clarion.Connectors.PxGrid.Topics;
using Clarion.Connectors.PxGrid.TrustSec;

namespace Clarion.Connectors.PxGrid.Feeds;

/// <summary>Makes the feed of a topic.</summary>
internal static class FeedFactory
{
    public static IFeed Create(PxTopic topic, FeedContext context)
    {
        var info = PxTopics.Info(topic);
        return topic switch
        {
            PxTopic.Sessions => new SessionFeed(info, context),
            PxTopic.UserGroups => new UserGroupFeed(info, context),
            PxTopic.Endpoints => new EndpointFeed(info, context),
            PxTopic.Anc => new AncFeed(info, context),
            PxTopic.SecurityGroups => new SecurityGroupFeed(info, context),
            PxTopic.SecurityGroupAcls => new SecurityGroupAclFeed(info, context),
            PxTopic.EgressPolicies => new EgressPolicyFeed(info, context),
            PxTopic.PolicyDownloads => new PolicyDownloadFeed(info, context),
            PxTopic.SxpBindings => new SxpFeed(info, context),
            PxTopic.RadiusFailures => new RadiusFailureFeed(info, context),
            PxTopic.Profiles => new ProfileFeed(info, context),
            _ => throw new ArgumentOutOfRangeException(nameof(topic), topic, "No such topic."),
        };
    }
}
