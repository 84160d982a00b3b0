using Clarion.Flows.Exporters;
using Clarion.Flows.Templates;

namespace Clarion.Flows.Messages;

/// <summary>Puts announced templates into force: compiles, compares with what is known, keeps to the bounds.</summary>
internal sealed class TemplateKeeper(FlowDecoderOptions options, TemplateBudget budget, ParkingLot parking, DecoderCounters counters)
{
    // A record shorter than this would let one datagram become tens of thousands of rows.
    private const int ShortestDataRecord = 4;

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
            exporter.Templates.Touch(current, nowMs);
            return;
        }

        if (ShortestOf(fields) < (isOptions ? 1 : ShortestDataRecord))
        {
            exporter.Fault(DecodeError.TemplateTooSmall);
            return;
        }

        if (current is not null && !exporter.MayChangeTemplate(nowMs))
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
        foreach (var (id, isOptions, scopes, firstSeenMs, fields) in memory.Templates)
        {
            if (exporter.Templates.Find(id) is null && id >= 256 && fields.Length <= options.MaxTemplateFields
                && ShortestOf(fields) >= (isOptions ? 1 : ShortestDataRecord))
            {
                // Faults were counted when the template came from the wire.
                var template = Compile(exporter, id, isOptions, scopes, fields, _ => { });
                template.FirstSeenMs = firstSeenMs;
                budget.TrySet(exporter, template, null);
            }
        }
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
