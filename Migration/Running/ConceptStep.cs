using Clarion.Correlation.TrustSec;
using Clarion.Migration.Identity;
using Clarion.Migration.Legacy;
using Clarion.Migration.Places;
using Clarion.Migration.Policy;
using Clarion.Migration.Sources;
using Clarion.Storage.Contracts;

namespace Clarion.Migration.Running;

/// <summary>Brings what Clarion has a concept for, where it keeps it: places, people, groups and policies. Doing it again changes nothing.</summary>
/// <param name="target">The store.</param>
/// <param name="import">The installation.</param>
/// <param name="file">The file.</param>
/// <param name="tallies">Count what becomes of the rows.</param>
internal sealed class ConceptStep(MigrationTarget target, LegacyImport import, LegacyFile file, Tallies tallies)
{
    private readonly List<Func<CancellationToken, Task<MigrationCheck>>> _checks = [];

    /// <summary>The directory of an installation's people, and the connector that its policies are shown under.</summary>
    public static string NameOf(LegacyImport import) => import.Source.ToLowerInvariant();

    /// <summary>Locations and subnets.</summary>
    public async Task BringPlacesAsync(CancellationToken cancellationToken)
    {
        var mapping = new PlaceMapping(tallies);
        var before = await target.Places.LoadAsync(cancellationToken).ConfigureAwait(false);
        var change = mapping.Map(before, file.Read("locations"), file.Read("subnets"));
        mapping.Count(change);
        var written = change.Over(before);
        if (written.Locations.Count + written.Subnets.Count > 0)
        {
            await target.Places.SaveAsync(written, cancellationToken).ConfigureAwait(false);
        }

        _checks.Add(async stop =>
        {
            var after = await target.Places.LoadAsync(stop).ConfigureAwait(false);
            return MigrationCheck.Of(
                "locations and subnets", change.Locations.Count + change.Subnets.Count,
                change.Locations.Count(one => after.FindLocation(one.Id) is not null) + change.Subnets.Count(one => after.FindSubnet(one.Cidr) is not null));
        });
    }

    /// <summary>People and their groups.</summary>
    public async Task BringPeopleAsync(PeopleMapping people, CancellationToken cancellationToken)
    {
        var update = people.ToUpdate(NameOf(import), import.StartedAt);
        if (update.Users.Count + update.Groups.Count == 0)
        {
            return;
        }

        await target.Directories.SaveAsync(update, cancellationToken).ConfigureAwait(false);
        _checks.Add(async stop =>
        {
            var content = await target.Directories.LoadAsync(stop).ConfigureAwait(false);
            var found = content.Directories.FirstOrDefault(one => one.Directory == update.Directory);
            return new MigrationCheck("people, groups and memberships", Figures(update), found is null ? "none" : Figures(found));
        });

        static string Figures(Correlation.Directories.DirectoryUpdate directory) => FormattableString.Invariant(
            $"{directory.Users.Count}, {directory.Groups.Count}, {directory.Groups.Sum(group => group.Members.Count)}");
    }

    /// <summary>Security groups and policies.</summary>
    public async Task BringPoliciesAsync(PolicyMapping policies, CancellationToken cancellationToken)
    {
        var connector = NameOf(import);
        var keys = policies.Records.Select(KeyOf).ToHashSet();
        var before = await target.TrustSec.ReadKeysAsync(connector, cancellationToken).ConfigureAwait(false);
        await target.TrustSec.SaveAsync(
            connector, new TrustSecUpdate { Records = policies.Records, Removed = [.. before.Where(key => !keys.Contains(key))] }, cancellationToken)
            .ConfigureAwait(false);
        _checks.Add(async stop =>
        {
            var after = await target.TrustSec.ReadKeysAsync(connector, stop).ConfigureAwait(false);
            return MigrationCheck.Of("security groups, access lists and cells", keys.Count, after.Count(keys.Contains));
        });
    }

    /// <summary>Compares what was brought with what is there.</summary>
    public async Task<IReadOnlyList<MigrationCheck>> CheckAsync(CancellationToken cancellationToken)
    {
        var checks = new List<MigrationCheck>();
        foreach (var check in _checks)
        {
            checks.Add(await check(cancellationToken).ConfigureAwait(false));
        }

        return checks;
    }

    private static TrustSecKey KeyOf(TrustSecRecord record) => new(
        record switch
        {
            TrustSecGroup => TrustSecKind.Group,
            TrustSecAcl => TrustSecKind.Acl,
            _ => TrustSecKind.Cell,
        },
        record.Id);
}
