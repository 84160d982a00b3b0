using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Clarion.Gateway.Http.Groups;
using Clarion.Migration.Flows;
using Clarion.Migration.Identity;
using Clarion.Migration.Legacy;
using Clarion.Migration.Policy;
using Clarion.Migration.Sources;
using Clarion.Storage.Contracts;

namespace Clarion.Migration.Running;

/// <summary>
/// Migrates a file into a store, and compares what is there afterwards with what is in the file. It may be ended at any moment, kill -9 included, and taken up
/// again; done twice, the second time changes nothing.
/// </summary>
/// <param name="target">The store, open; no other process of Clarion may be writing to it.</param>
/// <param name="options">How.</param>
/// <param name="time">The clock.</param>
public sealed class MigrationRun(MigrationTarget target, MigrationOptions options, TimeProvider time)
{
    private const string Steps = "Rows as they were";

    /// <summary>Does it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="progress">Told how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Ends it; it can be taken up again.</param>
    /// <exception cref="StaleCommitException">Another process of Clarion writes to the store.</exception>
    /// <exception cref="StoreUnavailableException">The store takes nothing now.</exception>
    /// <exception cref="SourceException">The file cannot be read.</exception>
    public async Task<MigrationReport> RunAsync(LegacyFile file, IProgress<MigrationProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var began = Stopwatch.GetTimestamp();
        var import = await BeginAsync(cancellationToken).ConfigureAwait(false);
        var tallies = new Tallies();
        var archive = new ArchiveStep(target.Archive, import.Source, file, tallies);
        await archive.RunAsync((table, rows) => progress?.Report(new(Steps + ": " + table, rows, rows)), cancellationToken).ConfigureAwait(false);

        var people = new PeopleMapping(file.Read("users"), file.Read("ad_group_memberships"), file.Read("identity"), tallies);
        var policies = PoliciesOf(file, import, tallies);
        var concepts = new ConceptStep(target, import, file, tallies);
        await concepts.BringPlacesAsync(cancellationToken).ConfigureAwait(false);

        // A directory counts its changes: what is the same is not saved again.
        var isNew = import.FinishedAt is null || archive.Written > 0;
        if (isNew)
        {
            await concepts.BringPeopleAsync(people, cancellationToken).ConfigureAwait(false);
            await concepts.BringPoliciesAsync(policies, cancellationToken).ConfigureAwait(false);
        }

        var switches = new SwitchAddresses(file.Read("switches"));
        var endpoints = new EndpointTable(
            file.Read("identity"), file.Read("ise_current_sgt_assignments"), file.Read("user_device_associations"), file.Read("sgt_membership"),
            file.Read("sgt_assignment_history"));
        var flows = new FlowMigration(target, options, file, tallies[LegacyTables.Netflow]);
        import = await flows.RunAsync(import, switches, endpoints, progress, cancellationToken).ConfigureAwait(false);

        var facts = FactsOf(file, import, people, policies, switches, endpoints, flows.Totals, tallies);
        var factStep = new FactStep(target.Identity, import);
        if (isNew)
        {
            await factStep.RunAsync(facts, done => progress?.Report(new("Facts about identity", done, facts.Count)), cancellationToken).ConfigureAwait(false);
        }

        progress?.Report(new("Comparing", 0, 0));
        List<MigrationCheck> checks =
        [
            .. await archive.CheckAsync(cancellationToken).ConfigureAwait(false),
            .. await concepts.CheckAsync(cancellationToken).ConfigureAwait(false),
            .. await flows.CheckAsync(import, cancellationToken).ConfigureAwait(false),
        ];
        if (isNew)
        {
            checks.Add(await factStep.CheckAsync(facts, cancellationToken).ConfigureAwait(false));
        }

        var report = new MigrationReport(
            import.Source, file.Path, file.Generation, import.StartedAt, Stopwatch.GetElapsedTime(began).TotalSeconds, flows.RowsPerSecond,
            [.. tallies.All.Select(TableReport.Of)], checks, [.. Notices(file, archive, policies, switches, flows)]);
        await FinishAsync(import, report, isNew || flows.HasBrought, cancellationToken).ConfigureAwait(false);
        return report;
    }

    private static PolicyMapping PoliciesOf(LegacyFile file, LegacyImport import, Tallies tallies)
    {
        var policies = new PolicyMapping(import.StartedAt, tallies);
        policies.AddGroups(file.Read("sgt_registry"), file.Read("clusters"));
        policies.AddPolicies(file.Read("policies"));
        return policies;
    }

    private static IReadOnlyList<Correlation.Identity.Events.IdentityEvent> FactsOf(
        LegacyFile file, LegacyImport import, PeopleMapping people, PolicyMapping policies, SwitchAddresses switches, EndpointTable endpoints, LaneTotals flows,
        Tallies tallies)
    {
        var facts = new FactMapping(import.StartedAt.ToUnixTimeMilliseconds(), people, switches, tallies);
        facts.AddAddresses(endpoints, file.Read("identity"), (flows.FirstMs, flows.LastMs));
        facts.AddDescriptions(
            file.Read("identity"), file.Read("ise_current_sgt_assignments"), file.Read("user_device_associations"), file.Read("clusters"),
            file.Read("cluster_assignments"));
        facts.AddGroupNames(policies.Names());
        facts.AddGroups(file.Read("sgt_assignment_history"), file.Read("sgt_membership"));
        facts.AddSessions(file.Read("user_device_associations"), file.Read("ise_current_sgt_assignments"));
        return facts.Facts;
    }

    private static IEnumerable<string> Notices(
        LegacyFile file, ArchiveStep archive, PolicyMapping policies, SwitchAddresses switches, FlowMigration flows)
    {
        foreach (var secret in archive.Secrets)
        {
            yield return $"Secret not carried over, enter it again: {secret}.";
        }

        foreach (var hint in ConnectorHints.Of(file.Read("connectors").Select(row => SecretFilter.Clean("connectors", row, _ => { }))))
        {
            yield return hint;
        }

        // The console takes names of groups from its settings, not from facts.
        foreach (var (sgt, name) in policies.Names())
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Name of a security group, to be set for the console: {GroupOptions.Section.Replace(":", "__", StringComparison.Ordinal)}__Names__{sgt}={name}");
        }

        foreach (var (name, address) in switches.MadeUp.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            yield return $"Switch {name} has no known address; its flows are shown as those of exporter {address}.";
        }

        foreach (var table in file.Tables.Where(IsUnknown).Order(StringComparer.Ordinal))
        {
            yield return $"Table {table} is none of the older Clarion's and was left alone: it may hold secrets.";
        }

        if (flows.Notice is { } notice)
        {
            yield return notice;
        }

        static bool IsUnknown(string table) =>
            !table.Equals(LegacyTables.Netflow, StringComparison.OrdinalIgnoreCase)
            && !LegacyTables.All.Any(known => known.Name.Equals(table, StringComparison.OrdinalIgnoreCase));
    }

    private async Task<LegacyImport> BeginAsync(CancellationToken cancellationToken)
    {
        var imports = await target.Archive.ReadImportsAsync(cancellationToken).ConfigureAwait(false);
        if (imports.FirstOrDefault(one => one.Source == options.Name) is { } known)
        {
            return known;
        }

        var position = await target.Identity.GetLastPositionAsync(cancellationToken).ConfigureAwait(false);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var import = new LegacyImport(options.Name, now, null, 0, position, "");
        await target.Archive.SaveAsync(import, cancellationToken).ConfigureAwait(false);
        return import;
    }

    private async Task FinishAsync(LegacyImport import, MigrationReport report, bool hasChanged, CancellationToken cancellationToken)
    {
        if (!hasChanged && report.IsRight)
        {
            return;
        }

        await target.Archive.SaveAsync(
            import with
            {
                FinishedAt = report.IsRight ? time.GetUtcNow() : null,
                Report = JsonSerializer.Serialize(report, JsonSerializerOptions.Web),
            },
            cancellationToken).ConfigureAwait(false);
        await target.Audit.WriteAsync(
            new AuditEntry
            {
                At = time.GetUtcNow(),
                Who = "",
                Action = "legacy.migrate",
                Subject = import.Source,
                Detail = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.Tables.Sum(table => table.Rows)} rows of {Path.GetFileName(report.File)}; {report.Checks.Count(check => !check.IsRight)} of {report.Checks.Count} comparisons differ"),
                Succeeded = report.IsRight,
            },
            cancellationToken).ConfigureAwait(false);
    }
}
