namespace Clarion.Storage.Dictionaries;

/// <summary>Maps the small numbers of a registry to ids in the store. Readers need no lock; writers take turns.</summary>
internal sealed class IdMap
{
    private volatile int[] _ids = new int[256];

    /// <summary>The id behind a number; 0 = not mapped yet.</summary>
    public int this[int number]
    {
        get
        {
            var ids = _ids;
            return (uint)number < (uint)ids.Length ? Volatile.Read(ref ids[number]) : 0;
        }
    }

    /// <summary>Sets an id.</summary>
    public void Set(int number, int id)
    {
        lock (this)
        {
            if (number >= _ids.Length)
            {
                var grown = new int[Math.Max(number + 1, _ids.Length * 2)];
                _ids.CopyTo(grown, 0);
                _ids = grown;
            }

            Volatile.Write(ref _ids[number], id);
        }
    }
}
