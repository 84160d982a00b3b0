using Clarion.Correlation.Addresses;

namespace Clarion.Grains.Partitions;

/// <summary>Entities that were told something which is not known to be durable yet, each with the newest commit it was told.</summary>
internal sealed class ToldEntities
{
    public Dictionary<DeviceId, long> Devices { get; } = [];

    public Dictionary<string, long> Switches { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> Pairs { get; } = new(StringComparer.Ordinal);

    public bool IsEmpty => Devices.Count == 0 && Switches.Count == 0 && Pairs.Count == 0;

    public void Clear()
    {
        Devices.Clear();
        Switches.Clear();
        Pairs.Clear();
    }

    /// <summary>Forgets what was told up to a commit, which is durable now.</summary>
    public void Forget(long commitNumber)
    {
        Forget(Devices, commitNumber);
        Forget(Switches, commitNumber);
        Forget(Pairs, commitNumber);
    }

    private static void Forget<TKey>(Dictionary<TKey, long> told, long commitNumber)
        where TKey : notnull
    {
        foreach (var (key, last) in told)
        {
            if (last <= commitNumber)
            {
                told.Remove(key);
            }
        }
    }
}
