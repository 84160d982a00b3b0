using Clarion.Flows.Exporters;
using Clarion.Flows.Templates;

namespace Clarion.Flows.Messages;

/// <summary>Puts announced templates into force: compiles, compares with what is known, keeps to the bounds.</summary>
internal sealed class TemplateKeeper(FlowDecoderOptions options, TemplateBudget budget, ParkingLot parking, DecoderCounters counters)
{
    // A record shorter than this would let one datagram become tens of thousands of rows.
    private const int ShortestDataRecord = 4;

    // Others have to know whether a template was announced after the exporter's last restart.
    private const long SaveAgainMs = 300_000;

    /// <summary>Takes an announcement.</summary>
    public void Announce(
        ExporterState exporter, ushort id, bool isOptions, int scopes, ReadOnlySpan<TemplateField> fields, long nowMs)
    {
        exporter.Counts.TemplateRecords++;
        counters.TemplateRecords++;
        var current = exporter.Templates.Find(id);
        if (current is not null && current.Describes(isOptions, scopes, fields))
        {
            current.LastSeenMs = nowMs;
            current.AnnouncedMs = nowMs;
            exporter.IsDirty |= nowMs - current.SavedAnnouncedMs >= SaveAgainMs;
            exporter.Templates.Touch(current, nowMs);
            return;
        }

        if (ShortestOf(fields) < (isOptions ? 1 : ShortestDataRecord))
        {
            exporter.Fault(DecodeError.TemplateTooSmall);
            return;
        }

        // One that was taken over and never announced here is no change of the exporter's.
        if (current is { LastSeenMs: > 0 } && !exporter.MayChangeTemplate(nowMs))
        {
            exporter.Fault(DecodeError.TemplateChangeRate);
            return;
        }

        var template = current?.Previous is { } previous && previous.Describes(isOptions, scopes, fields)
            ? previous
            : Compile(exporter, id, isOptions, scopes, fields, exporter.Fault);
        if (template.FirstSeenMs == 0)
        {
            template.FirstSeenMs = nowMs;
        }

        template.LastSeenMs = nowMs;
        template.AnnouncedMs = nowMs;
        template.LastUsedMs = nowMs;
        if (!budget.TrySet(exporter, template, current))
        {
            exporter.Fault(DecodeError.TemplateLimit);
            return;
        }

        exporter.Counts.TemplatesChanged += current is null ? 0 : 1;
        exporter.IsDirty = true;
        parking.Ready(exporter, id);
    }

    /// <summary>Takes a withdrawal (RFC 7011, section 8.1).</summary>
    /// <param name="exporter">Who withdraws.</param>
    /// <param name="id">Template id; 2 = all data templates, 3 = all options templates.</param>
    public void Withdraw(ExporterState exporter, ushort id)
    {
        if (!options.HonourWithdrawals)
        {
            exporter.Fault(DecodeError.WithdrawalIgnored);
            return;
        }

        foreach (var template in exporter.Templates.All.ToArray())
        {
            if (template.Id == id || (id == 2 && !template.IsOptions) || (id == 3 && template.IsOptions))
            {
                budget.Remove(exporter, template);
            }
        }
    }

    /// <summary>Takes over the templates of a saved state.</summary>
    public void Restore(ExporterState exporter, ExporterMemory memory)
    {
        foreach (var template in memory.Templates)
        {
            TakeOver(exporter, template);
        }
    }

    /// <summary>
    /// Takes over the templates that another decoder knows of an exporter and this one lacks. What the exporter says here comes first, and one that was announced
    /// before its last restart may mean something else now.
    /// </summary>
    /// <param name="exporter">The exporter.</param>
    /// <param name="memory">What the other knows.</param>
    /// <param name="nowMs">Unix milliseconds.</param>
    /// <returns>How many were taken over.</returns>
    public int Import(ExporterState exporter, ExporterMemory memory, long nowMs)
    {
        var imported = 0;
        foreach (var template in memory.Templates.Where(t => t.AnnouncedMs >= exporter.StartedMs))
        {
            if (TakeOver(exporter, template) is { } taken)
            {
                exporter.Templates.Touch(taken, nowMs);
                exporter.IsDirty = true;
                exporter.Changed();
                parking.Ready(exporter, template.Id);
                imported++;
            }
        }

        return imported;
    }

    private Template? TakeOver(ExporterState exporter, RememberedTemplate known)
    {
        if (exporter.Templates.Find(known.Id) is not null || known.Id < 256 || known.Fields.Length > options.MaxTemplateFields
            || ShortestOf(known.Fields) < (known.IsOptions ? 1 : ShortestDataRecord))
        {
            return null;
        }

        // Faults were counted when the template came from the wire.
        var template = Compile(exporter, known.Id, known.IsOptions, known.Scopes, known.Fields, _ => { });
        template.FirstSeenMs = known.FirstSeenMs;
        template.AnnouncedMs = known.AnnouncedMs;
        return budget.TrySet(exporter, template, null) ? template : null;
    }

    private static Template Compile(
        ExporterState exporter, ushort id, bool isOptions, int scopes, ReadOnlySpan<TemplateField> fields, Action<DecodeError> fault) =>
        new(id, isOptions, scopes, fields.ToArray())
        {
            Flow = isOptions ? null : FlowCompiler.Compile(fields, exporter.Mappings, fault),
            Options = isOptions ? OptionsProgram.Compile(fields, scopes, exporter.Key.Version) : null,
        };

    private static int ShortestOf(ReadOnlySpan<TemplateField> fields)
    {
        var length = 0;
        foreach (var field in fields)
        {
            length += field.IsVariable ? 1 : field.Length;
        }

        return length;
    }
}
