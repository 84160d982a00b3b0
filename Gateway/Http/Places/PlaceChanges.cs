using System.Text.Json;
using System.Text.Json.Serialization;
using Clarion.Correlation.Places;
using Clarion.Gateway.Http.Audit;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Places;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Places;

/// <summary>
/// Changes locations and subnets. Whoever asked sees the change in this process at once; other silos are told. Everything is written down with who asked for it.
/// </summary>
public sealed class PlaceChanges(GrainAnswers grains, IPlaceStore store, CurrentPlaces places, AuditTrail audit)
{
    private const int MaxRows = 10_000;
    private static readonly JsonSerializerOptions Stating = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    /// <summary>Keeps a location; the one with its id goes.</summary>
    /// <exception cref="BadParameterException">It cannot be used; the message says why.</exception>
    public Task SaveAsync(Location location, string? user, CancellationToken cancellationToken)
    {
        var stated = Stated(location);
        return audit.DoAsync(user, "location.save", stated.Id, async () => (
            await OneAsync(new PlaceChange { Locations = [stated] }, cancellationToken).ConfigureAwait(false), JsonSerializer.Serialize(stated, Stating)));
    }

    /// <summary>Keeps a subnet; the one of its network goes.</summary>
    /// <exception cref="BadParameterException">It cannot be used; the message says why.</exception>
    public Task SaveAsync(NetworkSubnet subnet, string? user, CancellationToken cancellationToken)
    {
        var stated = Stated(subnet);
        return audit.DoAsync(user, "subnet.save", stated.Cidr, async () => (
            await OneAsync(new PlaceChange { Subnets = [stated] }, cancellationToken).ConfigureAwait(false), JsonSerializer.Serialize(stated, Stating)));
    }

    /// <summary>Forgets a location.</summary>
    /// <exception cref="BadParameterException">Something still lies in it.</exception>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    public Task DeleteLocationAsync(string id, string? user, CancellationToken cancellationToken) => audit.DoAsync(user, "location.delete", id, async () =>
        (await OneAsync(new PlaceChange { RemovedLocations = [id] }, cancellationToken).ConfigureAwait(false)).Removed > 0
            ? (true, "")
            : throw new NotFoundException($"There is no location '{id}'."));

    /// <summary>Forgets a subnet.</summary>
    /// <exception cref="BadParameterException">That is no network.</exception>
    /// <exception cref="NotFoundException">There is no such subnet.</exception>
    public Task DeleteSubnetAsync(string cidr, string? user, CancellationToken cancellationToken) => audit.DoAsync(user, "subnet.delete", cidr, async () =>
        (await OneAsync(new PlaceChange { RemovedSubnets = [PlaceReader.Network(cidr)] }, cancellationToken).ConfigureAwait(false)).Removed > 0
            ? (true, "")
            : throw new NotFoundException($"There is no subnet {cidr}."));

    /// <summary>Keeps many locations, or none of them.</summary>
    /// <exception cref="RowsRefusedException">Rows cannot be used.</exception>
    public Task<ImportModel> ImportAsync(LocationImport import, Existing existing, string? user, CancellationToken cancellationToken) =>
        ImportAsync("location.import", existing, () => (new PlaceChange { Locations = [.. (import.Items ?? []).Select(Stated)] }, null), user, cancellationToken);

    /// <summary>Keeps many subnets, or none of them.</summary>
    /// <exception cref="RowsRefusedException">Rows cannot be used.</exception>
    public Task<ImportModel> ImportAsync(SubnetImport import, Existing existing, string? user, CancellationToken cancellationToken) =>
        ImportAsync("subnet.import", existing, () => (new PlaceChange { Subnets = [.. (import.Items ?? []).Select(Stated)] }, null), user, cancellationToken);

    /// <summary>Keeps the locations of a CSV file, or none of them.</summary>
    /// <exception cref="RowsRefusedException">Rows cannot be used.</exception>
    public Task<ImportModel> ImportLocationsAsync(string csv, Existing existing, string? user, CancellationToken cancellationToken) => ImportAsync(
        "location.import",
        existing,
        () =>
        {
            var (rows, lines) = PlaceCsv.Locations(csv);
            return (new PlaceChange { Locations = rows }, lines);
        },
        user,
        cancellationToken);

    /// <summary>Keeps the subnets of a CSV file, or none of them.</summary>
    /// <exception cref="RowsRefusedException">Rows cannot be used.</exception>
    public Task<ImportModel> ImportSubnetsAsync(string csv, Existing existing, string? user, CancellationToken cancellationToken) => ImportAsync(
        "subnet.import",
        existing,
        () =>
        {
            var (rows, lines) = PlaceCsv.Subnets(csv);
            return (new PlaceChange { Subnets = rows }, lines);
        },
        user,
        cancellationToken);

    // JSON may say null where a text is needed: that is the same as saying nothing, and refused by the rules.
    private static Location Stated(Location? entry) =>
        entry is null ? new Location() : entry with { Id = entry.Id ?? "", Name = entry.Name ?? "", Type = entry.Type ?? "" };

    private static NetworkSubnet Stated(NetworkSubnet? entry) =>
        entry is null ? new NetworkSubnet() : entry with { Cidr = entry.Cidr ?? "", Name = entry.Name ?? "" };

    private async Task<PlaceOutcome> OneAsync(PlaceChange change, CancellationToken cancellationToken)
    {
        var outcome = await ChangeAsync(change, cancellationToken).ConfigureAwait(false);
        return outcome.Faults is [var fault, ..] ? throw new BadParameterException(fault.Field, fault.Message) : outcome;
    }

    private Task<ImportModel> ImportAsync(
        string action, Existing existing, Func<(PlaceChange Change, IReadOnlyList<int>? Lines)> read, string? user, CancellationToken cancellationToken) =>
        audit.DoAsync(user, action, "", async () =>
        {
            var (change, lines) = read();
            var done = await ImportAsync(change with { KeepsExisting = existing == Existing.Keep }, lines, cancellationToken).ConfigureAwait(false);
            return (done, FormattableString.Invariant($"{done.Added} added, {done.Replaced} replaced"));
        });

    private async Task<ImportModel> ImportAsync(PlaceChange change, IReadOnlyList<int>? lines, CancellationToken cancellationToken)
    {
        var count = change.Locations.Count + change.Subnets.Count;
        if (count is 0 or > MaxRows)
        {
            throw new BadParameterException("items", FormattableString.Invariant($"An import holds 1 to {MaxRows} rows, not {count}."));
        }

        var outcome = await ChangeAsync(change, cancellationToken).ConfigureAwait(false);
        return outcome.Faults.Count == 0
            ? new ImportModel(outcome.Added, outcome.Replaced)
            : throw new RowsRefusedException([.. outcome.Faults.Select(fault => new RowFault(lines is null ? fault.Row : lines[fault.Row], fault.Field, fault.Message))]);
    }

    private async Task<PlaceOutcome> ChangeAsync(PlaceChange change, CancellationToken cancellationToken)
    {
        var outcome = await grains.AskAsync<IPlacesGrain, PlaceOutcome>(grain => grain.Change(change), cancellationToken).ConfigureAwait(false);
        if (outcome.Version > places.Table.Version)
        {
            places.Take(await store.LoadAsync(cancellationToken).ConfigureAwait(false));
        }

        return outcome;
    }
}
