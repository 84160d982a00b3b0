using Clarion.Flows.Exporters;
using Clarion.Flows.Records;
using Clarion.Flows.Templates;

namespace Clarion.Flows.Messages;

/// <summary>Reads template sets of v9 (RFC 3954, sections 5.2 and 6.1) and IPFIX (RFC 7011, section 3.4).</summary>
internal sealed class TemplateReader(FlowDecoderOptions options, TemplateKeeper keeper)
{
    private const ushort FirstDataId = 256;
    private const ushort EnterpriseBit = 0x8000;

    private readonly TemplateField[] _fields = new TemplateField[options.MaxTemplateFields];

    /// <summary>Reads a set of data templates.</summary>
    public void ReadTemplates(ExporterState exporter, ReadOnlySpan<byte> body, long nowMs)
    {
        var isIpfix = exporter.Key.Version == 10;
        while (body.Length >= 4)
        {
            var id = Wire.U16(body, 0);
            var count = Wire.U16(body, 2);
            if (id == 0 && count == 0)
            {
                return;
            }

            body = body[4..];
            if (isIpfix && count == 0)
            {
                keeper.Withdraw(exporter, id);
                continue;
            }

            if (!TryReadFields(body, count, isIpfix, out var used))
            {
                exporter.Fault(DecodeError.TemplateTruncated);
                return;
            }

            body = body[used..];
            Take(exporter, id, isOptions: false, 0, count, nowMs);
        }
    }

    /// <summary>Reads a set of options templates.</summary>
    public void ReadOptionsTemplates(ExporterState exporter, ReadOnlySpan<byte> body, long nowMs)
    {
        var isIpfix = exporter.Key.Version == 10;
        while (body.Length >= (isIpfix ? 4 : 6))
        {
            var id = Wire.U16(body, 0);
            if (id == 0 && Wire.U16(body, 2) == 0)
            {
                return;
            }

            if (isIpfix && Wire.U16(body, 2) == 0)
            {
                keeper.Withdraw(exporter, id);
                body = body[4..];
                continue;
            }

            if (!TryReadCounts(body, isIpfix, out var scopes, out var count)
                || !TryReadFields(body[6..], count, isIpfix, out var used))
            {
                exporter.Fault(DecodeError.TemplateTruncated);
                return;
            }

            body = body[(6 + used)..];
            Take(exporter, id, isOptions: true, scopes, count, nowMs);
        }
    }

    private static bool TryReadCounts(ReadOnlySpan<byte> body, bool isIpfix, out int scopes, out int count)
    {
        (scopes, count) = (0, 0);
        if (body.Length < 6)
        {
            return false;
        }

        if (isIpfix)
        {
            count = Wire.U16(body, 2);
            scopes = Wire.U16(body, 4);
            return scopes >= 1 && scopes <= count;
        }

        // v9 gives both lengths in bytes.
        var scopeBytes = Wire.U16(body, 2);
        var optionBytes = Wire.U16(body, 4);
        scopes = scopeBytes / 4;
        count = scopes + (optionBytes / 4);
        return scopeBytes % 4 == 0 && optionBytes % 4 == 0;
    }

    private void Take(ExporterState exporter, ushort id, bool isOptions, int scopes, int count, long nowMs)
    {
        if (id < FirstDataId)
        {
            exporter.Fault(DecodeError.TemplateId);
        }
        else if (count > _fields.Length)
        {
            exporter.Fault(DecodeError.TemplateFields);
        }
        else
        {
            keeper.Announce(exporter, id, isOptions, scopes, _fields.AsSpan(0, count), nowMs);
        }
    }

    // Fields beyond the bound are walked over but not kept.
    private bool TryReadFields(ReadOnlySpan<byte> body, int count, bool isIpfix, out int used)
    {
        used = 0;
        if (count * 4 > body.Length)
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            if (used + 4 > body.Length)
            {
                return false;
            }

            var element = Wire.U16(body, used);
            var length = Wire.U16(body, used + 2);
            used += 4;
            uint enterprise = 0;
            if (isIpfix && (element & EnterpriseBit) != 0)
            {
                if (used + 4 > body.Length)
                {
                    return false;
                }

                element = (ushort)(element & ~EnterpriseBit);
                enterprise = Wire.U32(body, used);
                used += 4;
            }

            if (i < _fields.Length)
            {
                _fields[i] = new TemplateField(enterprise, element, length);
            }
        }

        return true;
    }
}
