using Clarion.Flows.Templates;

namespace Clarion.Flows.Exporters;

/// <summary>Bounds on templates, per exporter and over all.</summary>
internal sealed class TemplateBudget(FlowDecoderOptions options, DecoderCounters counters)
{
    private long _bytes;
    private long _count;

    /// <summary>Puts a template into force if a place can be found for it.</summary>
    /// <param name="exporter">Its exporter.</param>
    /// <param name="template">New or changed.</param>
    /// <param name="replaced">The one in force under this id; null = none.</param>
    /// <returns>False when the bounds forbid it; data of this id then waits for the next announcement.</returns>
    public bool TrySet(ExporterState exporter, Template template, Template? replaced)
    {
        if (replaced is null && exporter.Templates.Count >= options.MaxTemplatesPerDomain)
        {
            Expire(exporter, exporter.Templates.Oldest!);
        }

        if (replaced is null && (_count >= options.MaxTemplates || _bytes + template.EstimatedBytes > options.MaxTemplateBytes))
        {
            // At the expense of the exporter that asks, never of another.
            if (exporter.Templates.Oldest is not { } oldest || oldest.EstimatedBytes < template.EstimatedBytes)
            {
                return false;
            }

            Expire(exporter, oldest);
        }

        if (replaced is not null)
        {
            if (_bytes + template.EstimatedBytes > options.MaxTemplateBytes)
            {
                // The old layout no longer holds; data had better wait than be misread.
                Expire(exporter, replaced);
                return false;
            }

            Take(replaced, -1);
            replaced.Previous = null;
            template.Previous = replaced;
        }

        exporter.Templates.Set(template);
        Take(template, 1);
        return true;
    }

    /// <summary>Drops a template by age or bound.</summary>
    public void Expire(ExporterState exporter, Template template)
    {
        Remove(exporter, template);
        exporter.Counts.TemplatesExpired++;
    }

    /// <summary>Drops a template.</summary>
    public void Remove(ExporterState exporter, Template template)
    {
        exporter.Templates.Remove(template);
        exporter.IsDirty = true;
        exporter.Changed();
        Take(template, -1);
    }

    /// <summary>Gives back what an exporter holds.</summary>
    public void Release(ExporterState exporter)
    {
        foreach (var template in exporter.Templates.All)
        {
            Take(template, -1);
        }
    }

    private void Take(Template template, int sign)
    {
        _count += sign;
        _bytes += sign * (template.EstimatedBytes + (template.Previous?.EstimatedBytes ?? 0));
        counters.Templates = _count;
    }
}
