namespace Clarion.Storage.Tests.Queries;

/// <summary>Base of what every engine must answer; an engine derives from each and says how to make an empty store.</summary>
public abstract class QueryContract
{
    private protected abstract Task<ITestEngine> CreateEngineAsync();

    private protected async Task<QueryStore> OpenAsync(params KeyValuePair<string, string?>[] settings) =>
        await QueryStore.OpenAsync(await CreateEngineAsync(), settings);
}
