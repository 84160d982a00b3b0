namespace Clarion.Grains;

/// <summary>State that changes rarely and as a whole.</summary>
internal static class StoredRecord
{
    /// <summary>Writes another value. When that fails the old one stays: what is not stored must not be shown as saved.</summary>
    public static async Task ReplaceAsync<T>(this IPersistentState<T> record, T value)
    {
        var before = record.State;
        record.State = value;
        try
        {
            await record.WriteStateAsync();
        }
        catch
        {
            record.State = before;
            throw;
        }
    }
}
