using Clarion.Correlation.Places;
using Clarion.Gateway.Http.Places;
using Clarion.Silo.Hosting;
using Clarion.Simulation;
using Microsoft.Extensions.Options;

namespace Clarion.Silo.Demo;

/// <summary>Enters the sites and networks of the synthetic campus at the start, as a person would. What anybody has entered stays as it is.</summary>
internal sealed class DemoPlaces(PlaceChanges changes, IOptions<DemoOptions> options, TimeProvider time, ILogger<DemoPlaces> logger) : BackgroundService
{
    private const string Who = "demo";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var campus = new CampusSimulator(options.Value.ToCampus(), time).GetTruth();
            await changes.ImportAsync(new LocationImport { Items = [.. campus.Locations.Select(Entry)] }, Existing.Keep, Who, stoppingToken).ConfigureAwait(false);
            await changes.ImportAsync(new SubnetImport { Items = [.. campus.Subnets.Select(Entry)] }, Existing.Keep, Who, stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
        catch (Exception fault)
        {
            HostLog.DemoPlacesFailed(logger, fault);
        }
    }

    private static Location Entry(LocationTruth at) => new()
    {
        Id = at.Id,
        Name = at.Name,
        Type = at.Type,
        Parent = at.Parent,
        Latitude = at.Latitude,
        Longitude = at.Longitude,
        TimeZone = at.TimeZone,
    };

    private static NetworkSubnet Entry(SubnetTruth subnet) => new()
    {
        Cidr = subnet.Cidr,
        Name = subnet.Name,
        Location = subnet.Location,
        Vlan = subnet.Vlan,
        Purpose = subnet.Purpose,
    };
}
