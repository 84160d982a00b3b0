using System.Buffers;
using Clarion.Flows.Records;

namespace Clarion.Flows.Exporters;

/// <summary>
/// Keeps data whose template has not come: exporters repeat templates only every 10 to 30 minutes, and data is never read with a guessed
/// one. Bounded per template, per exporter and in bytes over all; the oldest makes room.
/// </summary>
internal sealed class ParkingLot(FlowDecoderOptions options, DecoderCounters counters)
{
    private const int SweepLimit = 10_000;

    private readonly LinkedList<ParkedSet> _byArrival = [];
    private readonly Queue<(ExporterState Exporter, ushort Template)> _ready = new();
    private readonly long _timeMs = (long)options.ParkedTime.TotalMilliseconds;
    private long _bytes;

    /// <summary>Parks a set, or gives it up when no place can be made.</summary>
    public void Park(ushort template, ReadOnlySpan<byte> body, in MessageContext message)
    {
        var exporter = message.Exporter;
        var parked = exporter.Parked;
        if (body.Length > options.MaxParkedBytes || options.MaxParkedSets == 0
            || (!parked.Waits(template) && parked.TemplateCount >= options.MaxParkedTemplates))
        {
            Drop(exporter);
            return;
        }

        if (parked.CountOf(template) >= options.MaxParkedSets)
        {
            GiveUp(parked.TakeOldest(template)!);
        }

        while (_bytes + body.Length > options.MaxParkedBytes && _byArrival.First is { } oldest)
        {
            // The oldest of all is also the oldest of its exporter and template.
            GiveUp(oldest.Value.Message.Exporter.Parked.TakeOldest(oldest.Value.Template)!);
        }

        var copy = ArrayPool<byte>.Shared.Rent(body.Length);
        body.CopyTo(copy);
        var set = new ParkedSet(template, copy, body.Length, message);
        parked.Add(set);
        _byArrival.AddLast(set.Node);
        _bytes += body.Length;
        counters.ParkedBytes = _bytes;
        counters.ParkedSets++;
        exporter.Counts.ParkedSets++;
    }

    /// <summary>A template has come: what waits for it can be replayed.</summary>
    public void Ready(ExporterState exporter, ushort template)
    {
        if (exporter.Parked.Waits(template))
        {
            _ready.Enqueue((exporter, template));
        }
    }

    /// <summary>The next set to replay; null when there is none. To be given back by <see cref="Release"/>.</summary>
    public ParkedSet? NextReady()
    {
        while (_ready.TryPeek(out var next))
        {
            // A template that has gone again leaves its sets waiting.
            if (next.Exporter.Templates.Find(next.Template) is not null && next.Exporter.Parked.TakeOldest(next.Template) is { } set)
            {
                Unlink(set);
                counters.ReplayedSets++;
                next.Exporter.Counts.ReplayedSets++;
                next.Exporter.Changed();
                return set;
            }

            _ready.Dequeue();
        }

        return null;
    }

    /// <summary>Returns the memory of a set from <see cref="NextReady"/>.</summary>
    public static void Release(ParkedSet set) => ArrayPool<byte>.Shared.Return(set.Body);

    /// <summary>Gives up what has waited too long.</summary>
    public void Sweep(long nowMs)
    {
        for (var i = 0; i < SweepLimit && _byArrival.First?.Value is { } oldest; i++)
        {
            if (nowMs - oldest.Message.ReceivedMs < _timeMs)
            {
                break;
            }

            GiveUp(oldest.Message.Exporter.Parked.TakeOldest(oldest.Template)!);
        }
    }

    /// <summary>Gives up everything of an exporter.</summary>
    public void Remove(ExporterState exporter)
    {
        while (exporter.Parked.TakeAny() is { } set)
        {
            GiveUp(set);
        }
    }

    private void GiveUp(ParkedSet set)
    {
        Unlink(set);
        Release(set);
        Drop(set.Message.Exporter);
    }

    private void Drop(ExporterState exporter)
    {
        counters.DroppedSets++;
        exporter.Counts.DroppedSets++;
        exporter.Changed();
    }

    private void Unlink(ParkedSet set)
    {
        _byArrival.Remove(set.Node);
        _bytes -= set.Length;
        counters.ParkedBytes = _bytes;
    }
}
