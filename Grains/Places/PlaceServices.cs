using Clarion.Correlation.Places;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Clarion.Grains.Places;

/// <summary>Registers the places of a silo.</summary>
internal static class PlaceServices
{
    /// <summary>Adds the table and what feeds it.</summary>
    public static void AddClarionPlaces(this IServiceCollection services)
    {
        services.TryAddSingleton<CurrentPlaces>();
        services.TryAddSingleton<PlaceFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<PlaceFeed>());
    }
}
