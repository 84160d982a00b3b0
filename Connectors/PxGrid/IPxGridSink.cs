using Clarion.Connectors.PxGrid.Anc;
using Clarion.Connectors.PxGrid.Endpoints;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Radius;
using Clarion.Connectors.PxGrid.Sessions;
using Clarion.Connectors.PxGrid.Sxp;
using Clarion.Connectors.PxGrid.TrustSec;

namespace Clarion.Connectors.PxGrid;

/// <summary>
/// Who takes what pxGrid brings. Calls of one topic come one after the other, those of several topics at once. A call that throws is made
/// again with the same batch, so that nothing is lost between the client's table and the receiver; meanwhile the topic waits.
/// </summary>
public interface IPxGridSink
{
    /// <summary>Sessions.</summary>
    ValueTask SessionsAsync(PxBatch<PxSession> batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Groups of users.</summary>
    ValueTask UserGroupsAsync(PxBatch<PxUserGroups> batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Endpoints.</summary>
    ValueTask EndpointsAsync(PxBatch<PxEndpoint> batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Endpoints under an ANC policy.</summary>
    ValueTask AncEndpointsAsync(PxBatch<PxAncEndpoint> batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>ANC operations as they go on.</summary>
    ValueTask AncOperationsAsync(PxBatch<PxAncOperation> batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Security groups.</summary>
    ValueTask SecurityGroupsAsync(PxBatch<PxSecurityGroup> batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Access lists of security groups.</summary>
    ValueTask SecurityGroupAclsAsync(PxBatch<PxSecurityGroupAcl> batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Cells of the egress matrix.</summary>
    ValueTask EgressPoliciesAsync(PxBatch<PxEgressPolicy> batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Policy downloads of switches.</summary>
    ValueTask PolicyDownloadsAsync(PxBatch<PxPolicyDownload> batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>SXP bindings.</summary>
    ValueTask SxpBindingsAsync(PxBatch<PxSxpBinding> batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Failed authentications.</summary>
    ValueTask RadiusFailuresAsync(PxBatch<PxRadiusFailure> batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Profiling policies.</summary>
    ValueTask ProfilesAsync(PxBatch<PxProfile> batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Gaps, and reads that begin and end.</summary>
    ValueTask MarkAsync(PxMark mark, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
