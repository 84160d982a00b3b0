using Clarion.Connectors.Contract;
using Microsoft.Extensions.Options;

namespace Clarion.Silo.Demo;

/// <summary>The synthetic campus as a kind of connector; there only with <c>--demo</c>.</summary>
internal static class CampusKind
{
    /// <summary>Its name.</summary>
    public const string Name = "campus";

    public static ConnectorKind Make(IServiceProvider provider) => new(
        Name, "Synthetic campus", [], _ => [],
        (_, _) => new CampusConnector(provider.GetRequiredService<IOptions<DemoOptions>>().Value.ToCampus(), provider.GetRequiredService<TimeProvider>()));
}
