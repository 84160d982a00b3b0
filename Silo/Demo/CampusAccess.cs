using Clarion.Correlation.Access;
using Clarion.Correlation.TrustSec;
using Clarion.Flows;
using Clarion.Simulation;

namespace Clarion.Silo.Demo;

/// <summary>What the access control of the synthetic campus tells beside sessions: its policy, which switch has it, and whom it did not let in.</summary>
internal static class CampusAccess
{
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(70);

    /// <summary>Groups, access lists, cells and downloads.</summary>
    public static TrustSecUpdate Policy(CampusTruth campus, DateTimeOffset now) => new()
    {
        Records =
        [
            .. campus.Groups.Select(group => new TrustSecGroup { Id = GroupId(group.Key), Name = group.Value, Tag = group.Key, LearntAt = now }),
            .. CampusPolicy.Acls.Select(acl => new TrustSecAcl { Id = acl.Id, Name = acl.Name, Lines = acl.Lines, IpVersion = "IPV4", Generation = "1", LearntAt = now }),
            .. CampusPolicy.Cells.Select(cell => new TrustSecCell
            {
                Id = cell.Id, SourceId = GroupId(cell.Source), DestinationId = GroupId(cell.Destination), AclIds = [cell.Acl], Status = "MONITOR", DefaultRule = "NONE", LearntAt = now,
            }),
        ],
        Downloads =
        [
            .. from one in campus.Switches
               from cells in CampusPolicy.Cells.GroupBy(cell => cell.Destination)
               select new PolicyDownload
               {
                   Nas = Nas(one), List = FormattableString.Invariant($"{cells.Key:X4}"), At = now, LearntAt = now, Succeeded = true, Status = "SUCCESS", SucceededAt = now, Generation = "01",
                   Cells = [.. cells.Select(cell => new DownloadedCell(cell.Source, cell.Destination, CampusPolicy.Acls.First(acl => acl.Id == cell.Acl).Name, "1"))],
               },
        ],
    };

    /// <summary>Devices that were refused, each once and not long ago.</summary>
    public static IReadOnlyList<RadiusFailure> Refusals(CampusTruth campus, IEnumerable<DeviceTruth> refused, DateTimeOffset now)
    {
        var switches = campus.Switches.ToDictionary(one => one.Name, Nas, StringComparer.Ordinal);
        return
        [
            .. refused.Select((device, i) => new RadiusFailure
            {
                Key = "refused-" + device.Mac,
                At = now - (i % 40 * Apart),
                ArrivedAt = now,
                Mac = MacAddr.TryParse(device.Mac, out var mac) ? mac : default,
                Nas = switches[device.Switch],
                Port = device.Interface,
                Reason = CampusPolicy.Refusal,
                Code = "5400",
                Server = "campus",
                PolicySet = "Wired",
                Rule = "Default",
            }),
        ];
    }

    // Without addresses of their own the switches of the campus are known by their names.
    private static string Nas(SwitchTruth one) => one.Exporter.Length > 0 ? one.Exporter : one.Name;

    private static string GroupId(ushort tag) => FormattableString.Invariant($"sgt-{tag}");
}
