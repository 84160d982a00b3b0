using Clarion.Connectors.Facts;
using Clarion.Connectors.PxGrid.TrustSec;
using Clarion.Correlation.TrustSec;
using Clarion.Flows;

namespace Clarion.Connectors.PxGrid.Mapping;

/// <summary>TrustSec of ISE in the words of every source. Pure.</summary>
internal static class TrustSecMapping
{
    private const int MaxTag = 65_535;

    /// <summary>A text of ISE, cut.</summary>
    public static string Text(string? text) => BoundedText.Of(text);

    public static TrustSecGroup Of(PxSecurityGroup group, DateTimeOffset receivedAt) => new()
    {
        Id = Text(group.Id ?? group.Name),
        Name = Text(group.Name),
        Description = Text(group.Description),
        Tag = (int)group.Tag.GetValueOrDefault(),
        ChangedAt = group.Timestamp,
        LearntAt = receivedAt,
    };

    public static TrustSecAcl Of(PxSecurityGroupAcl acl, DateTimeOffset receivedAt)
    {
        var (lines, isWhole) = Lines(acl.Acl);
        return new TrustSecAcl
        {
            Id = Text(acl.Id ?? acl.Name),
            Name = Text(acl.Name),
            Description = Text(acl.Description),
            IpVersion = Text(acl.IpVersion),
            Lines = lines,
            IsWhole = isWhole,
            Generation = Text(acl.GenerationId),
            IsReadOnly = acl.IsReadOnly == true,
            ChangedAt = acl.Timestamp,
            LearntAt = receivedAt,
        };
    }

    public static TrustSecCell Of(PxEgressPolicy cell, DateTimeOffset receivedAt) => new()
    {
        Id = Text(cell.Id),
        Name = Text(cell.Name),
        Description = Text(cell.Description),
        Matrix = Text(cell.MatrixId),
        Status = Text(cell.CellStatus),
        SourceId = Text(cell.SourceSecurityGroupId ?? cell.SourceSgtId),
        SourceName = Text(cell.SourceSgtName),
        DestinationId = Text(cell.DestinationSecurityGroupId ?? cell.DestinationSgtId),
        DestinationName = Text(cell.DestinationSgtName),
        AclIds = [.. cell.SgaclIds.Take(TrustSecCell.MaxAcls).Select(Text)],
        DefaultRule = Text(cell.DefaultRule),
        ChangedAt = cell.Timestamp,
        LearntAt = receivedAt,
    };

    /// <summary>A download. Its list is named after the destination's tag and a generation, <c>000F-08</c>.</summary>
    public static PolicyDownload Of(PxPolicyDownload download, DateTimeOffset receivedAt)
    {
        var succeeded = string.Equals(download.Status, "SUCCESS", StringComparison.OrdinalIgnoreCase);
        var at = download.Timestamp ?? receivedAt;
        var list = Text(download.RbaclSourceList);
        var dash = list.LastIndexOf('-');
        return new PolicyDownload
        {
            Nas = IpAddr.TryParse(download.NasIpAddress, out var address) ? address.ToString() : Text(download.NasIpAddress),
            Matrix = Text(download.MatrixName),
            List = dash < 0 ? list : list[..dash],
            At = at,
            LearntAt = receivedAt,
            Succeeded = succeeded,
            Status = Text(download.Status),
            Reason = Text(download.FailureReason),
            Server = Text(download.ServerName),
            SucceededAt = succeeded ? at : null,
            Generation = succeeded && dash >= 0 ? list[(dash + 1)..] : "",
            Cells = succeeded ? [.. download.Policies.Take(PolicyDownload.MaxCells).Select(Cell).OfType<DownloadedCell>()] : [],
            IsWhole = !succeeded || download.Policies.Count <= PolicyDownload.MaxCells,
        };
    }

    private static DownloadedCell? Cell(PxDownloadedCell cell) =>
        cell.SourceSgt is >= 0 and <= MaxTag && cell.DestinationSgt is >= 0 and <= MaxTag
            ? new DownloadedCell((int)cell.SourceSgt, (int)cell.DestinationSgt, Text(cell.SgaclName), Text(cell.SgaclGenerationId))
            : null;

    // Line ends as everywhere else; neither too many lines nor too long a text.
    private static (string Lines, bool IsWhole) Lines(string? text)
    {
        var lines = (text ?? "").ReplaceLineEndings("\n").Trim().Split('\n');
        var kept = string.Join('\n', lines.Take(TrustSecAcl.MaxLines).Select(line => line.TrimEnd()));
        if (kept.Length <= TrustSecAcl.MaxLength)
        {
            return (kept, lines.Length <= TrustSecAcl.MaxLines);
        }

        // The last line that fits as a whole; half an entry could say the opposite.
        var end = kept.LastIndexOf('\n', TrustSecAcl.MaxLength);
        return (end < 0 ? "" : kept[..end], false);
    }
}
