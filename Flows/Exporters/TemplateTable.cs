using Clarion.Flows.Templates;

namespace Clarion.Flows.Exporters;

/// <summary>Templates of one exporter and domain, data and options in one space of ids, in order of use. Not thread-safe.</summary>
internal sealed class TemplateTable
{
    private readonly Dictionary<ushort, Template> _byId = [];
    private readonly LinkedList<Template> _byUse = [];
    private Template? _last;

    public int Count => _byId.Count;

    public IEnumerable<Template> All => _byId.Values;

    /// <summary>The template that was not used for the longest time.</summary>
    public Template? Oldest => _byUse.First?.Value;

    public Template? Find(ushort id)
    {
        if (_last?.Id == id)
        {
            return _last;
        }

        return _byId.TryGetValue(id, out var template) ? _last = template : null;
    }

    /// <summary>Adds or replaces.</summary>
    public void Set(Template template)
    {
        if (_byId.TryGetValue(template.Id, out var replaced))
        {
            _byUse.Remove(replaced.Node);
        }

        _byId[template.Id] = template;
        _byUse.AddLast(template.Node);
        _last = template;
    }

    public void Remove(Template template)
    {
        _byId.Remove(template.Id);
        _byUse.Remove(template.Node);
        _last = null;
    }

    /// <summary>Notes that a template was used or announced.</summary>
    public void Touch(Template template, long nowMs)
    {
        template.LastUsedMs = nowMs;
        if (_byUse.Last != template.Node)
        {
            _byUse.Remove(template.Node);
            _byUse.AddLast(template.Node);
        }
    }
}
