namespace Clarion.Flows.Exporters;

/// <summary>Sets of one exporter that wait for their templates, by template id, oldest first.</summary>
internal sealed class ParkedSets
{
    private readonly Dictionary<ushort, Queue<ParkedSet>> _byTemplate = [];

    /// <summary>How many template ids data waits for.</summary>
    public int TemplateCount => _byTemplate.Count;

    public bool Waits(ushort template) => _byTemplate.ContainsKey(template);

    public int CountOf(ushort template) => _byTemplate.TryGetValue(template, out var sets) ? sets.Count : 0;

    public void Add(ParkedSet set)
    {
        if (!_byTemplate.TryGetValue(set.Template, out var sets))
        {
            _byTemplate[set.Template] = sets = new Queue<ParkedSet>();
        }

        sets.Enqueue(set);
    }

    /// <summary>Takes the oldest set that waits for a template; null when none does.</summary>
    public ParkedSet? TakeOldest(ushort template)
    {
        if (!_byTemplate.TryGetValue(template, out var sets))
        {
            return null;
        }

        var oldest = sets.Dequeue();
        if (sets.Count == 0)
        {
            _byTemplate.Remove(template);
        }

        return oldest;
    }

    /// <summary>Takes any set; null when nothing waits.</summary>
    public ParkedSet? TakeAny()
    {
        foreach (var template in _byTemplate.Keys)
        {
            return TakeOldest(template);
        }

        return null;
    }

    public MissingTemplateSnapshot[] Missing() =>
    [
        .. _byTemplate.OrderBy(e => e.Key)
            .Select(e => new MissingTemplateSnapshot(e.Key, e.Value.Peek().Message.ReceivedMs, e.Value.Count)),
    ];
}
