using System.Collections.Concurrent;
using Clarion.Flows.Exporters;
using Clarion.Flows.Records;
using Clarion.Flows.Templates;

namespace Clarion.Flows.Messages;

/// <summary>Takes options records (samplers, interface and application names, boot time) into the exporter's tables.</summary>
internal sealed class OptionsReader(TextTable texts, ConcurrentDictionary<ulong, string> applicationNames)
{
    private const int MaxApplicationNames = 65_536;

    private readonly RecordLayout _layout = new();
    private readonly char[] _text = new char[Wire.MaxText];
    private int _applicationCount;

    /// <summary>Reads a set.</summary>
    /// <returns>Number of records on the wire.</returns>
    public int Read(Template template, ReadOnlySpan<byte> body, ExporterState exporter)
    {
        var records = 0;
        while (body.Length >= template.MinLength)
        {
            if (!_layout.TryMeasure(template, body, out var length))
            {
                exporter.Fault(DecodeError.RecordTruncated);
                break;
            }

            Take(template.Options!, new RecordRun(body[..length], _layout.Offsets, _layout.Lengths, length, 1), exporter);
            body = body[length..];
            records++;
        }

        return records;
    }

    /// <summary>Takes over the tables of a saved state.</summary>
    public void Restore(ExporterState exporter, ExporterMemory memory)
    {
        exporter.BootMs = memory.BootMs;
        if (IsRate(memory.DomainRate))
        {
            exporter.Sampling.SetDomain(memory.DomainRate);
        }

        foreach (var (number, rate) in memory.Samplers.Where(s => IsRate(s.Rate)))
        {
            exporter.Sampling.SetSampler(number, rate);
        }

        foreach (var (port, rate) in memory.Interfaces.Where(s => IsRate(s.Rate)))
        {
            exporter.Sampling.SetInterface(port, rate);
        }

        foreach (var (port, name) in memory.InterfaceNames)
        {
            exporter.SetInterfaceName(port, name);
        }

        foreach (var (id, name) in memory.Applications)
        {
            exporter.Address.Applications.Set(id, name, texts);
            Publish(id, name);
        }
    }

    /// <summary>Takes over what another decoder knows from options and this one lacks.</summary>
    public void Import(ExporterState exporter, ExporterMemory memory)
    {
        if (exporter.BootMs == 0 && memory.BootMs != 0)
        {
            exporter.BootMs = memory.BootMs;
            Note(exporter, true);
        }

        var sampling = exporter.Sampling;
        if (sampling.DomainRate == 0 && IsRate(memory.DomainRate))
        {
            Note(exporter, sampling.SetDomain(memory.DomainRate));
        }

        foreach (var (number, rate) in memory.Samplers.Where(s => IsRate(s.Rate) && !sampling.Samplers.ContainsKey(s.Number)))
        {
            Note(exporter, sampling.SetSampler(number, rate));
        }

        foreach (var (port, rate) in memory.Interfaces.Where(s => IsRate(s.Rate) && !sampling.Interfaces.ContainsKey(s.Port)))
        {
            Note(exporter, sampling.SetInterface(port, rate));
        }

        foreach (var (port, name) in memory.InterfaceNames.Where(n => !exporter.InterfaceNames.ContainsKey(n.Port)))
        {
            Note(exporter, exporter.SetInterfaceName(port, name));
        }

        var known = exporter.Address.Applications.Entries.Select(e => e.Id).ToHashSet();
        foreach (var (id, name) in memory.Applications.Where(n => !known.Contains(n.Id)))
        {
            Note(exporter, exporter.Address.Applications.Set(id, name, texts));
            Publish(id, name);
        }
    }

    private static bool IsRate(double rate) => rate is >= 1 and <= 1e12;

    private static void Note(ExporterState exporter, bool? changed)
    {
        if (changed is null)
        {
            exporter.Fault(DecodeError.OptionsLimit);
        }
        else if (changed == true)
        {
            exporter.IsDirty = true;
        }
    }

    private void Take(OptionsProgram program, in RecordRun record, ExporterState exporter)
    {
        if (record.Unsigned(0, program.BootTime) is > 0 and < long.MaxValue / 4 and var boot)
        {
            Note(exporter, exporter.BootMs != (long)boot);
            exporter.BootMs = (long)boot;
        }

        TakeSampling(program, record, exporter);
        if (program.Interface >= 0)
        {
            var name = TextOf(record, program.InterfaceName);
            name = name.IsEmpty ? TextOf(record, program.InterfaceDescription) : name;
            if (!name.IsEmpty)
            {
                Note(exporter, exporter.SetInterfaceName((uint)record.Unsigned(0, program.Interface), name));
            }
        }

        if (program is { Application: >= 0, ApplicationName: >= 0 })
        {
            TakeApplication(program, record, exporter);
        }
    }

    private static void TakeSampling(OptionsProgram program, in RecordRun record, ExporterState exporter)
    {
        if (SamplingReader.RecordRate(program.Sampling, record, 0) is not { } stated)
        {
            return;
        }

        if (program.Sampling.Sampler >= 0)
        {
            Note(exporter, exporter.Sampling.SetSampler(record.Unsigned(0, program.Sampling.Sampler), stated.Rate));
        }
        else if (program.InterfaceIsScope)
        {
            Note(exporter, exporter.Sampling.SetInterface((uint)record.Unsigned(0, program.Interface), stated.Rate));
        }
        else
        {
            Note(exporter, exporter.Sampling.SetDomain(stated.Rate));
        }
    }

    private void TakeApplication(OptionsProgram program, in RecordRun record, ExporterState exporter)
    {
        var id = Wire.Application(record.Bytes(0, program.Application));
        var name = TextOf(record, program.ApplicationName);
        if (id == 0 || name.IsEmpty)
        {
            return;
        }

        var changed = exporter.Address.Applications.Set(id, name, texts);
        Note(exporter, changed);
        if (changed == true)
        {
            Publish(id, name.ToString());
        }
    }

    private void Publish(ulong id, string name)
    {
        if (applicationNames.ContainsKey(id))
        {
            applicationNames[id] = name;
        }
        else if (_applicationCount < MaxApplicationNames)
        {
            applicationNames[id] = name;
            _applicationCount++;
        }
    }

    private ReadOnlySpan<char> TextOf(in RecordRun record, int field) =>
        field < 0 ? default : _text.AsSpan(0, Wire.Text(record.Bytes(0, field), _text));
}
