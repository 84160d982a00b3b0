using System.Text.Json;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Json;
using Clarion.Connectors.PxGrid.Rest;
using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.PxGrid.TrustSec;

/// <summary>What the three feeds of TrustSec's configuration have in common: lists in pages, records with an id.</summary>
internal abstract class TrustSecFeed<T>(PxTopicInfo info, FeedContext context, Deliver<T> deliver, string method, string list)
    : KeyedFeed<T>(info, context, deliver)
{
    private const int Page = 1000;

    private readonly ServiceClient _service = context.Service(info.Service);

    protected override IAsyncEnumerable<byte[]> ReadAllAsync(CancellationToken cancellationToken) => PagesAsync(
        start => _service.StreamAsync(method, new ServiceQuery { StartIndex = start, RecordCount = Page }, list, cancellationToken),
        Page, cancellationToken);
}

/// <summary>Security groups.</summary>
internal sealed class SecurityGroupFeed(PxTopicInfo info, FeedContext context)
    : TrustSecFeed<PxSecurityGroup>(info, context, context.Sink.SecurityGroupsAsync, "getSecurityGroups", "securityGroups")
{
    protected override IReadOnlyList<string> Properties => ["securityGroup", "securityGroups"];

    protected override FeedRecord<PxSecurityGroup> Read(ReadOnlyMemory<byte> json, ulong hash, string? operation)
    {
        var group = JsonSerializer.Deserialize(json.Span, PxGridJson.Default.PxSecurityGroup) ?? throw new JsonException("No group.");

        // A deleted group has the tag -1.
        return new FeedRecord<PxSecurityGroup>(group, group.Id ?? group.Name, group.Timestamp, hash, IsDelete(operation) || group.Tag == -1);
    }
}

/// <summary>Access lists of security groups. Their events are flat.</summary>
internal sealed class SecurityGroupAclFeed(PxTopicInfo info, FeedContext context)
    : TrustSecFeed<PxSecurityGroupAcl>(info, context, context.Sink.SecurityGroupAclsAsync, "getSecurityGroupAcls", "securityGroupAcls")
{
    protected override IReadOnlyList<string> Properties => ["securityGroupAcls", "securityGroupAcl"];

    protected override FeedRecord<PxSecurityGroupAcl> Read(ReadOnlyMemory<byte> json, ulong hash, string? operation)
    {
        var acl = JsonSerializer.Deserialize(json.Span, PxGridJson.Default.PxSecurityGroupAcl) ?? throw new JsonException("No list.");
        return new FeedRecord<PxSecurityGroupAcl>(acl, acl.Id ?? acl.Name, acl.Timestamp, hash, acl.Deleted == true || IsDelete(operation));
    }
}

/// <summary>Cells of the egress matrix. Their events are flat.</summary>
internal sealed class EgressPolicyFeed(PxTopicInfo info, FeedContext context)
    : TrustSecFeed<PxEgressPolicy>(info, context, context.Sink.EgressPoliciesAsync, "getEgressPolicies", "egressPolicies")
{
    protected override IReadOnlyList<string> Properties => ["egressPolicies", "egressPolicy"];

    protected override FeedRecord<PxEgressPolicy> Read(ReadOnlyMemory<byte> json, ulong hash, string? operation)
    {
        var cell = JsonSerializer.Deserialize(json.Span, PxGridJson.Default.PxEgressPolicy) ?? throw new JsonException("No cell.");
        return new FeedRecord<PxEgressPolicy>(cell, cell.Id, cell.Timestamp, hash, cell.Deleted == true || IsDelete(operation));
    }
}

/// <summary>Which switch downloaded which cells. There is no read; what was missed is missed.</summary>
internal sealed class PolicyDownloadFeed(PxTopicInfo info, FeedContext context)
    : EventFeed<PxPolicyDownload>(info, context, context.Sink.PolicyDownloadsAsync)
{
    protected override IReadOnlyList<string> Properties => ["policyDownloads"];

    protected override FeedRecord<PxPolicyDownload> Read(ReadOnlyMemory<byte> json, ulong hash, string? operation)
    {
        var download = JsonSerializer.Deserialize(json.Span, PxGridJson.Default.PxPolicyDownload) ?? throw new JsonException("No download.");
        return new FeedRecord<PxPolicyDownload>(download, download.NasIpAddress, download.Timestamp, hash, false);
    }
}
