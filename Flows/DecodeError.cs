namespace Clarion.Flows;

/// <summary>What the decoder could not or would not read. The first group loses the datagram, the others only a part of it.</summary>
public enum DecodeError : byte
{
    /// <summary>Datagram: shorter than the header of its version.</summary>
    TooShort,

    /// <summary>Datagram: version other than 5, 9 and 10.</summary>
    UnknownVersion,

    /// <summary>Datagram: v5 record count of 0, above 30 or beyond the datagram's end.</summary>
    BadCount,

    /// <summary>Datagram: IPFIX message length below 16 (RFC 7011, section 3.1).</summary>
    BadMessageLength,

    /// <summary>Datagram: the sender is not in <see cref="FlowDecoderOptions.AllowedExporters"/>.</summary>
    NotAllowed,

    /// <summary>Datagram: a new exporter beyond the table's size or the rate at which new ones are admitted.</summary>
    ExporterLimit,

    /// <summary>Datagram: a new observation domain beyond <see cref="FlowDecoderOptions.MaxDomainsPerExporter"/>.</summary>
    DomainLimit,

    /// <summary>IPFIX message length beyond the datagram's end; the sets that are there are read.</summary>
    MessageBeyondEnd,

    /// <summary>Set length below 4; the rest of the datagram is not read.</summary>
    BadSetLength,

    /// <summary>Set reaches beyond the datagram; the rest is not read.</summary>
    SetBeyondEnd,

    /// <summary>Set with a reserved or invalid id; skipped.</summary>
    ReservedSet,

    /// <summary>Bytes after the last set or message that are neither padding nor another message.</summary>
    TrailingBytes,

    /// <summary>Template record that its set cannot hold, or whose scope lengths do not fit; the rest of the set is skipped.</summary>
    TemplateTruncated,

    /// <summary>Template id below 256; the template is skipped.</summary>
    TemplateId,

    /// <summary>More fields than <see cref="FlowDecoderOptions.MaxTemplateFields"/>; the template is skipped.</summary>
    TemplateFields,

    /// <summary>Records could be shorter than 4 bytes (options: 1), so that a datagram could hold any number of them; skipped.</summary>
    TemplateTooSmall,

    /// <summary>The tables hold as many templates as allowed; the template is skipped.</summary>
    TemplateLimit,

    /// <summary>Template changed more often than allowed; the change is ignored.</summary>
    TemplateChangeRate,

    /// <summary>Template withdrawal over UDP, ignored by policy (RFC 7011, section 8.4).</summary>
    WithdrawalIgnored,

    /// <summary>Known element with a length its type cannot have; the field is skipped, the record is read.</summary>
    FieldLength,

    /// <summary>Operator's mapping that does not fit the length in the template; not applied.</summary>
    MappingLength,

    /// <summary>Variable-length record beyond the end of its set; the rest of the set is skipped.</summary>
    RecordTruncated,

    /// <summary>Time outside reason, clamped.</summary>
    TimeClamped,

    /// <summary>End before start; the two were swapped.</summary>
    TimeReversed,

    /// <summary>Sampler, interface or application table full; the option record is ignored.</summary>
    OptionsLimit,
}

/// <summary>Names and properties of <see cref="DecodeError"/>s.</summary>
public static class DecodeErrors
{
    private static readonly string[] Names = [.. Enum.GetNames<DecodeError>().Select(ToSnakeCase)];

    /// <summary>All of them, in the order of their numbers.</summary>
    public static IReadOnlyList<DecodeError> All { get; } = Enum.GetValues<DecodeError>();

    /// <summary>The name in counters and reports: snake case, such as <c>bad_set_length</c>.</summary>
    public static string ToText(this DecodeError error) => Names[(int)error];

    /// <summary>True when the whole datagram was dropped; each dropped datagram is counted under exactly one such error.</summary>
    public static bool DropsDatagram(this DecodeError error) => error <= DecodeError.DomainLimit;

    private static string ToSnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c)
            ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c).ToString()
            : c.ToString()));
}
