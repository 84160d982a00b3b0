namespace Clarion.Web.Pages.Collectors;

/// <summary>Why something was dropped, in words.</summary>
/// <param name="Meaning">What happened.</param>
/// <param name="Remedy">What to do; empty when nothing is to be done.</param>
public sealed record DropReason(string Meaning, string Remedy);

/// <summary>Every reason that a counter of drops may have, explained.</summary>
public static class DropReasons
{
    private const string Exporter = "The exporter is faulty, or something else sends to this port: see its own counters and software version.";
    private const string Templates = "See the templates of the exporter, and those it misses, on its page.";

    // By the part after the stage, which is unique.
    private static readonly Dictionary<string, DropReason> Reasons = new(StringComparer.Ordinal)
    {
        ["receive_buffer_full"] = new("The kernel's receive buffer overflowed before the datagram was read. Counted beside what was received.",
            "Raise net.core.rmem_max (the line is beside the socket), or add sockets: Clarion__Collector__SocketsPerPort."),
        ["decode_queue_full"] = new("Decoding did not keep up with reception.", "More processors, or exporters spread over several gateways; the queues show which stage is full."),
        ["truncated"] = new("A datagram was longer than can be read.", Exporter),
        ["too_short"] = new("A datagram was shorter than its header.", Exporter),
        ["unknown_version"] = new("A datagram was neither NetFlow v5, v9 nor IPFIX.", "Set the exporter to version 5, 9 or IPFIX. sFlow and syslog go elsewhere."),
        ["bad_count"] = new("A v5 datagram announced more flows than it can hold, or none.", Exporter),
        ["bad_message_length"] = new("An IPFIX message said it was shorter than its header.", Exporter),
        ["not_allowed"] = new("The sender is not in the list of allowed exporters.", "Add it to Clarion__Decoder__AllowedExporters, or find out who sends."),
        ["exporter_limit"] = new("A new exporter came beyond the number, or the rate, at which they are admitted.",
            "If they are all yours, raise Clarion__Decoder__MaxExporters or NewExportersPerSecond; if not, list your own in AllowedExporters."),
        ["domain_limit"] = new("An exporter uses more observation domains than allowed.", "Raise Clarion__Decoder__MaxDomainsPerExporter if that is right."),
        ["message_beyond_end"] = new("An IPFIX message announced more than its datagram holds; what was there was read.", Exporter),
        ["bad_set_length"] = new("A set announced a length that cannot be; the rest of the datagram was not read.", Exporter),
        ["set_beyond_end"] = new("A set reached beyond its datagram; what came before was read.", Exporter),
        ["reserved_set"] = new("A set had a reserved number and was skipped.", ""),
        ["trailing_bytes"] = new("Bytes were left after the last set.", ""),
        ["template_truncated"] = new("A template did not fit into its set.", Exporter),
        ["template_id"] = new("A template had a number below 256 and was skipped.", Exporter),
        ["template_fields"] = new("A template had more fields than allowed and was skipped.", "Raise Clarion__Decoder__MaxTemplateFields if that is right."),
        ["template_too_small"] = new("A template described records of nearly no length and was skipped.", Exporter),
        ["template_limit"] = new("No more templates could be kept.", "Raise Clarion__Decoder__MaxTemplates or MaxTemplateBytes if that is right."),
        ["template_change_rate"] = new("A template changed too often; the change was ignored.",
            "Two exporters behind one address with the same domain? Give them different domains."),
        ["withdrawal_ignored"] = new("An exporter withdrew a template over UDP, which the standard forbids; ignored.", ""),
        ["field_length"] = new("A known field had a length it cannot have and was skipped; the record was read.", Templates),
        ["mapping_length"] = new("A field mapping set here does not fit the length in the template.", "Correct Clarion__Decoder__FieldMappings."),
        ["record_truncated"] = new("A record reached beyond its set; the rest of the set was skipped.", Exporter),
        ["time_clamped"] = new("A flow's time was beyond reason and was moved. The flow is kept.", "Set the exporter's clock by NTP."),
        ["time_reversed"] = new("A flow ended before it began; the two were exchanged. The flow is kept.", ""),
        ["options_limit"] = new("An exporter describes more samplers, interfaces or applications than are kept.", "Raise Clarion__Decoder__MaxOptionsEntries."),
        ["parked_set_expired"] = new("Data waited for its template for too long and was given up.",
            "Let the exporter send templates more often (IOS-XE: template data timeout 60), or raise Clarion__Decoder__ParkedTime."),
        ["unavailable_at_stop"] = new("Flows (not datagrams) were decoded but could not be written when the process had to end.",
            "Free the disk before stopping."),
    };

    /// <summary>All that are known, by the part after the stage.</summary>
    public static IReadOnlyCollection<string> Known => Reasons.Keys;

    /// <summary>Explains a counter such as <c>receive.truncated</c>.</summary>
    public static DropReason Of(string counter)
    {
        ArgumentNullException.ThrowIfNull(counter);
        return Reasons.GetValueOrDefault(counter[(counter.IndexOf('.', StringComparison.Ordinal) + 1)..])
            ?? new DropReason(counter.Replace('_', ' '), "");
    }

    /// <summary>The stage of a counter, in words.</summary>
    public static string StageOf(string counter)
    {
        ArgumentNullException.ThrowIfNull(counter);
        return counter.Split('.')[0] switch
        {
            "kernel" => "Kernel, before reception",
            "receive" => "Reception",
            "decode" => "Decoding, whole datagrams",
            "decode_part" => "Decoding, parts of datagrams",
            "store" => "Storing, flows",
            var other => other,
        };
    }
}
