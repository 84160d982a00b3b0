using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Stores;

/// <summary>Answers <c>/storage</c>.</summary>
public sealed class StorageReader(IStoreMaintenance store, StorageChanges changes)
{
    /// <summary>Size, age and health of the store.</summary>
    public async Task<StorageModel> GetAsync(CancellationToken cancellationToken) =>
        StorageModel.Of(await store.ReportAsync(cancellationToken).ConfigureAwait(false), changes.IsRunning);
}
