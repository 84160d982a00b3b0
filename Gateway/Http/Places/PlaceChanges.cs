using Clarion.Correlation.Places;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Places;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Places;

/// <summary>Changes locations and subnets. Whoever asked sees the change in this process at once; other silos are told.</summary>
public sealed class PlaceChanges(GrainAnswers grains, IPlaceStore store, CurrentPlaces places)
{
    private const int MaxRows = 10_000;

    /// <summary>Keeps a location; the one with its id goes.</summary>
    /// <exception cref="BadParameterException">It cannot be used; the message says why.</exception>
    public Task SaveAsync(Location location, CancellationToken cancellationToken) =>
        OneAsync(new PlaceChange { Locations = [Stated(location)] }, cancellationToken);

    /// <summary>Keeps a subnet; the one of its network goes.</summary>
    /// <exception cref="BadParameterException">It cannot be used; the message says why.</exception>
    public Task SaveAsync(NetworkSubnet subnet, CancellationToken cancellationToken) => OneAsync(new PlaceChange { Subnets = [Stated(subnet)] }, cancellationToken);

    /// <summary>Forgets a location.</summary>
    /// <exception cref="BadParameterException">Something still lies in it.</exception>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    public async Task DeleteLocationAsync(string id, CancellationToken cancellationToken)
    {
        if ((await OneAsync(new PlaceChange { RemovedLocations = [id] }, cancellationToken).ConfigureAwait(false)).Removed == 0)
        {
            throw new NotFoundException($"There is no location '{id}'.");
        }
    }

    /// <summary>Forgets a subnet.</summary>
    /// <exception cref="BadParameterException">That is no network.</exception>
    /// <exception cref="NotFoundException">There is no such subnet.</exception>
    public async Task DeleteSubnetAsync(string cidr, CancellationToken cancellationToken)
    {
        if ((await OneAsync(new PlaceChange { RemovedSubnets = [PlaceReader.Network(cidr)] }, cancellationToken).ConfigureAwait(false)).Removed == 0)
        {
            throw new NotFoundException($"There is no subnet {cidr}.");
        }
    }

    /// <summary>Keeps many locations, or none of them.</summary>
    /// <exception cref="RowsRefusedException">Rows cannot be used.</exception>
    public Task<ImportModel> ImportAsync(LocationImport import, CancellationToken cancellationToken) =>
        ImportAsync(new PlaceChange { Locations = [.. (import.Items ?? []).Select(Stated)] }, null, cancellationToken);

    /// <summary>Keeps many subnets, or none of them.</summary>
    /// <exception cref="RowsRefusedException">Rows cannot be used.</exception>
    public Task<ImportModel> ImportAsync(SubnetImport import, CancellationToken cancellationToken) =>
        ImportAsync(new PlaceChange { Subnets = [.. (import.Items ?? []).Select(Stated)] }, null, cancellationToken);

    /// <summary>Keeps the locations of a CSV file, or none of them.</summary>
    /// <exception cref="RowsRefusedException">Rows cannot be used.</exception>
    public Task<ImportModel> ImportLocationsAsync(string csv, CancellationToken cancellationToken)
    {
        var (rows, lines) = PlaceCsv.Locations(csv);
        return ImportAsync(new PlaceChange { Locations = rows }, lines, cancellationToken);
    }

    /// <summary>Keeps the subnets of a CSV file, or none of them.</summary>
    /// <exception cref="RowsRefusedException">Rows cannot be used.</exception>
    public Task<ImportModel> ImportSubnetsAsync(string csv, CancellationToken cancellationToken)
    {
        var (rows, lines) = PlaceCsv.Subnets(csv);
        return ImportAsync(new PlaceChange { Subnets = rows }, lines, cancellationToken);
    }

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
