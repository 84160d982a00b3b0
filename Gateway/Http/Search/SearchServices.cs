using Clarion.Gateway.Http.Search.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Clarion.Gateway.Http.Search;

/// <summary>Registers what can be searched for.</summary>
internal static class SearchServices
{
    /// <summary>Of hits that fit as well, those of the source added first come first.</summary>
    public static void AddSearch(this IServiceCollection services)
    {
        Add<DeviceSearch>();
        Add<GroupSearch>();
        Add<AccountSearch>();
        Add<HostNameSearch>();
        Add<DirectoryGroupSearch>();
        Add<SwitchSearch>();
        Add<ExporterSearch>();
        Add<PlaceSearch>();
        Add<ConnectorSearch>();
        services.TryAddSingleton<SearchReader>();

        void Add<T>()
            where T : class, ISearchSource => services.TryAddEnumerable(ServiceDescriptor.Singleton<ISearchSource, T>());
    }
}
