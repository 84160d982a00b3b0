using System.Globalization;
using Clarion.Correlation.TrustSec;
using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.TrustSec;

/// <summary>An access list of security groups, as it is configured.</summary>
/// <param name="Connector">The connector that told it.</param>
/// <param name="Id">The platform's id.</param>
/// <param name="Name">Name.</param>
/// <param name="Description">Description; null for none.</param>
/// <param name="IpVersion">IPV4, IPV6 or IP_AGNOSTIC; null when the platform does not say.</param>
/// <param name="Lines">The entries, one a line.</param>
/// <param name="IsWhole">False when the text was too long, and its end is not kept.</param>
/// <param name="Generation">Rises with each change; null when the platform does not say.</param>
/// <param name="IsReadOnly">True for those that come with the platform.</param>
/// <param name="ChangedAt">When it was changed, by the platform's clock, UTC; null when it does not say.</param>
/// <param name="LearntAt">When Clarion learnt that it is so, UTC.</param>
public sealed record SgaclModel(
    string Connector, string Id, string Name, string? Description, string? IpVersion, string Lines, bool IsWhole, string? Generation, bool IsReadOnly,
    DateTimeOffset? ChangedAt, DateTimeOffset LearntAt)
{
    internal static SgaclModel Of(KeptTrustSec<TrustSecAcl> kept) => new(
        kept.Connector, kept.Record.Id, kept.Record.Name, Texts.OrNull(kept.Record.Description), Texts.OrNull(kept.Record.IpVersion), kept.Record.Lines,
        kept.Record.IsWhole, Texts.OrNull(kept.Record.Generation), kept.Record.IsReadOnly, kept.Record.ChangedAt, kept.Record.LearntAt);
}

/// <summary>A group of a cell.</summary>
/// <param name="Id">The platform's id of the group.</param>
/// <param name="Tag">Its tag; null while the group is not known.</param>
/// <param name="Name">Its name; null while the group is not known.</param>
public sealed record CellGroupModel(string Id, int? Tag, string? Name)
{
    private const int MaxTag = 65_535;

    // Some platforms name groups by their tags.
    internal static CellGroupModel Of(string id, string told, TrustSecGroup? group) => group is not null
        ? new CellGroupModel(id, group.Tag, group.Name)
        : new CellGroupModel(
            id, int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var tag) && tag <= MaxTag ? tag : null, Texts.OrNull(told));
}

/// <summary>An access list of a cell.</summary>
/// <param name="Id">The platform's id.</param>
/// <param name="Name">Its name; the id while the list is not known.</param>
public sealed record CellAclModel(string Id, string Name);

/// <summary>A cell of the egress matrix, as it is configured.</summary>
/// <param name="Connector">The connector that told it.</param>
/// <param name="Id">The platform's id.</param>
/// <param name="Name">Name; null for none.</param>
/// <param name="Description">Description; null for none.</param>
/// <param name="Matrix">Id of the matrix; null for the only one.</param>
/// <param name="Status">ENABLED, DISABLED or MONITOR; null when the platform does not say.</param>
/// <param name="Source">Source group.</param>
/// <param name="Destination">Destination group.</param>
/// <param name="Sgacls">Access lists, in the order in which they are tried.</param>
/// <param name="DefaultRule">What follows them: NONE, PERMIT_IP or DENY_IP; null when the platform does not say.</param>
/// <param name="ChangedAt">When it was changed, by the platform's clock, UTC; null when it does not say.</param>
/// <param name="LearntAt">When Clarion learnt that it is so, UTC.</param>
public sealed record PolicyCellModel(
    string Connector, string Id, string? Name, string? Description, string? Matrix, string? Status, CellGroupModel Source, CellGroupModel Destination,
    IReadOnlyList<CellAclModel> Sgacls, string? DefaultRule, DateTimeOffset? ChangedAt, DateTimeOffset LearntAt)
{
    internal static PolicyCellModel Of(KeptCell kept)
    {
        var cell = kept.Cell;
        return new PolicyCellModel(
            kept.Connector, cell.Id, Texts.OrNull(cell.Name), Texts.OrNull(cell.Description), Texts.OrNull(cell.Matrix), Texts.OrNull(cell.Status),
            CellGroupModel.Of(cell.SourceId, cell.SourceName, kept.Source), CellGroupModel.Of(cell.DestinationId, cell.DestinationName, kept.Destination),
            [.. cell.AclIds.Zip(kept.AclNames, (id, name) => new CellAclModel(id, name))], Texts.OrNull(cell.DefaultRule), cell.ChangedAt, cell.LearntAt);
    }
}

/// <summary>The policy towards one group as an access device has downloaded it: the last attempt, and what the last success brought.</summary>
/// <param name="Connector">The connector that told it.</param>
/// <param name="Nas">Address of the access device.</param>
/// <param name="Matrix">Name of the matrix; null when the platform does not say.</param>
/// <param name="List">What was downloaded, as the platform names it: the destination tag in hexadecimal digits; null for all of it.</param>
/// <param name="At">When it was last tried, by the platform's clock, UTC.</param>
/// <param name="Succeeded">Whether that succeeded.</param>
/// <param name="Status">In the platform's word; null when it does not say.</param>
/// <param name="Reason">Why it failed; null when it did not.</param>
/// <param name="Server">Node that served it.</param>
/// <param name="SucceededAt">When it last succeeded, UTC; null when it never did.</param>
/// <param name="Generation">Generation of what the device has; null when it has none.</param>
/// <param name="Cells">What the device enforces.</param>
/// <param name="IsWhole">False when there were more cells.</param>
/// <param name="LearntAt">When Clarion learnt of the last attempt, UTC.</param>
public sealed record PolicyDownloadModel(
    string Connector, string Nas, string? Matrix, string? List, DateTimeOffset At, bool Succeeded, string? Status, string? Reason, string? Server,
    DateTimeOffset? SucceededAt, string? Generation, IReadOnlyList<DownloadedCell> Cells, bool IsWhole, DateTimeOffset LearntAt)
{
    internal static PolicyDownloadModel Of(KeptTrustSec<PolicyDownload> kept)
    {
        var one = kept.Record;
        return new PolicyDownloadModel(
            kept.Connector, one.Nas, Texts.OrNull(one.Matrix), Texts.OrNull(one.List), one.At, one.Succeeded, Texts.OrNull(one.Status), Texts.OrNull(one.Reason),
            Texts.OrNull(one.Server), one.SucceededAt, Texts.OrNull(one.Generation), one.Cells, one.IsWhole, one.LearntAt);
    }
}
