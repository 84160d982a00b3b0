using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Clarion.Storage.Tests.Queries;

/// <summary>A place for one empty store, removed afterwards.</summary>
internal interface ITestEngine : IAsyncDisposable
{
    /// <summary>Settings that make a store use the place.</summary>
    IEnumerable<KeyValuePair<string, string?>> Settings { get; }

    /// <summary>Registers the engine as the host does.</summary>
    void Add(IServiceCollection services, IConfiguration configuration);
}
