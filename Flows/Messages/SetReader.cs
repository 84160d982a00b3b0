using Clarion.Flows.Exporters;
using Clarion.Flows.Records;
using Clarion.Flows.Templates;

namespace Clarion.Flows.Messages;

/// <summary>Reads data sets with the template in force, parks those that have none, and replays parked ones when it has come.</summary>
internal sealed class SetReader(FlowReader flows, OptionsReader options, ParkingLot parking, DecoderCounters counters)
{
    // Rows of replayed sets per datagram, so that a long wait does not end in one huge batch.
    private const int ReplayRows = 8192;

    /// <summary>Reads a data set.</summary>
    /// <param name="id">Set id: that of its template.</param>
    /// <param name="body">Set without its header.</param>
    /// <param name="message">Header of the datagram.</param>
    /// <param name="batch">Takes the flows.</param>
    /// <returns>Records on the wire; null when the template is missing and the set waits.</returns>
    public int? Read(ushort id, ReadOnlySpan<byte> body, in MessageContext message, FlowBatch batch)
    {
        if (message.Exporter.Templates.Find(id) is { } template)
        {
            message.Exporter.Templates.Touch(template, message.ReceivedMs);
            return Read(template, body, message, batch);
        }

        parking.Park(id, body, message);
        return null;
    }

    /// <summary>Reads a data set with a given template.</summary>
    public int Read(Template template, ReadOnlySpan<byte> body, in MessageContext message, FlowBatch batch)
    {
        var exporter = message.Exporter;
        int records;
        if (template.IsOptions)
        {
            records = options.Read(template, body, exporter);
            exporter.Counts.OptionsRecords += records;
            counters.OptionsRecords += records;
        }
        else
        {
            var before = batch.Count;
            records = flows.Read(template, body, message, batch);
            var rows = batch.Count - before;
            exporter.Counts.Records += records;
            exporter.Counts.Flows += rows;
            counters.Records += records;
            counters.Flows += rows;
        }

        template.Records += records;
        return records;
    }

    /// <summary>Reads what waited for templates that have come; the rest of a long queue waits for the next call.</summary>
    public void Replay(FlowBatch batch)
    {
        var end = batch.Count + ReplayRows;
        while (batch.Count < end && parking.NextReady() is { } set)
        {
            Read(set.Message.Exporter.Templates.Find(set.Template)!, set.Body.AsSpan(0, set.Length), set.Message, batch);
            ParkingLot.Release(set);
        }
    }
}
