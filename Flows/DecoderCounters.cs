using System.Runtime.CompilerServices;

namespace Clarion.Flows;

/// <summary>
/// Cumulative counters of one <see cref="FlowDecoder"/>. Written by the decoding thread, readable from any. <see cref="Datagrams"/> equals
/// <see cref="Decoded"/> plus the sum of all errors that drop a datagram (<see cref="DecodeErrors.DropsDatagram"/>).
/// </summary>
public sealed class DecoderCounters
{
    private readonly long[] _errors = new long[DecodeErrors.All.Count];
    private long _datagrams;
    private long _decoded;
    private long _bytes;
    private long _records;
    private long _flows;
    private long _optionsRecords;
    private long _templateRecords;
    private long _importedTemplates;
    private long _parkedSets;
    private long _replayedSets;
    private long _droppedSets;
    private long _exporters;
    private long _templates;
    private long _parkedBytes;

    /// <summary>Datagrams given to the decoder.</summary>
    public long Datagrams { get => Volatile.Read(ref _datagrams); internal set => Volatile.Write(ref _datagrams, value); }

    /// <summary>Datagrams that were not dropped.</summary>
    public long Decoded { get => Volatile.Read(ref _decoded); internal set => Volatile.Write(ref _decoded, value); }

    /// <summary>Bytes of all datagrams.</summary>
    public long Bytes { get => Volatile.Read(ref _bytes); internal set => Volatile.Write(ref _bytes, value); }

    /// <summary>Data records on the wire; a biflow or NSEL record counts once.</summary>
    public long Records { get => Volatile.Read(ref _records); internal set => Volatile.Write(ref _records, value); }

    /// <summary>Flows they became.</summary>
    public long Flows { get => Volatile.Read(ref _flows); internal set => Volatile.Write(ref _flows, value); }

    /// <summary>Options data records.</summary>
    public long OptionsRecords { get => Volatile.Read(ref _optionsRecords); internal set => Volatile.Write(ref _optionsRecords, value); }

    /// <summary>Template records of both kinds, withdrawals not included.</summary>
    public long TemplateRecords { get => Volatile.Read(ref _templateRecords); internal set => Volatile.Write(ref _templateRecords, value); }

    /// <summary>Templates taken over from another decoder.</summary>
    public long ImportedTemplates { get => Volatile.Read(ref _importedTemplates); internal set => Volatile.Write(ref _importedTemplates, value); }

    /// <summary>Data sets held back because their template had not come.</summary>
    public long ParkedSets { get => Volatile.Read(ref _parkedSets); internal set => Volatile.Write(ref _parkedSets, value); }

    /// <summary>Held-back sets decoded after their template came.</summary>
    public long ReplayedSets { get => Volatile.Read(ref _replayedSets); internal set => Volatile.Write(ref _replayedSets, value); }

    /// <summary>Held-back sets given up by age or bound.</summary>
    public long DroppedSets { get => Volatile.Read(ref _droppedSets); internal set => Volatile.Write(ref _droppedSets, value); }

    /// <summary>Exporters (address, domain, version) held now.</summary>
    public long Exporters { get => Volatile.Read(ref _exporters); internal set => Volatile.Write(ref _exporters, value); }

    /// <summary>Templates held now.</summary>
    public long Templates { get => Volatile.Read(ref _templates); internal set => Volatile.Write(ref _templates, value); }

    /// <summary>Bytes of held-back sets now.</summary>
    public long ParkedBytes { get => Volatile.Read(ref _parkedBytes); internal set => Volatile.Write(ref _parkedBytes, value); }

    /// <summary>How often a fault was met.</summary>
    public long this[DecodeError error] => Volatile.Read(ref _errors[(int)error]);

    /// <summary>Adds dropped datagrams to a table of drops, under <c>decode.&lt;reason&gt;</c>; zero counts are left out.</summary>
    public void AddTo(IDictionary<string, long> drops)
    {
        ArgumentNullException.ThrowIfNull(drops);
        foreach (var error in DecodeErrors.All)
        {
            var count = this[error];
            if (count == 0 || !error.DropsDatagram())
            {
                continue;
            }

            var name = "decode." + error.ToText();
            drops.TryGetValue(name, out var before);
            drops[name] = before + count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(DecodeError error, long count = 1) => Volatile.Write(ref _errors[(int)error], _errors[(int)error] + count);
}
