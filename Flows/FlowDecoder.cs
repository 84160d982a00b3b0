using System.Collections.Concurrent;

#pragma warning disable CA1822
namespace Clarion.Flows;

/// <summary>
/// Decodes NetFlow v5 and v9 (RFC 3954) and IPFIX (RFC 7011) datagrams into columnar <see cref="FlowBatch"/>es. No input throws, every table
/// is bounded, and in steady state nothing is allocated. Templates, sampling, sequence and clock state are kept per exporter.
/// </summary>
/// <remarks>
/// Used by one thread at a time, and sees all datagrams of its exporters. <see cref="Counters"/> and <see cref="ApplicationNames"/> may be
/// read from any thread.
/// </remarks>
public sealed class FlowDecoder
{
    private readonly ConcurrentDictionary<ulong, string> _applicationNames = new();

    /// <summary>Creates a decoder.</summary>
    /// <param name="options">Policy and bounds.</param>
    /// <param name="exporters">Numbers exporters; shared by the decoders of a process.</param>
    /// <param name="texts">Numbers texts; shared by the decoders of a process.</param>
    /// <exception cref="ArgumentException">The options do not pass <see cref="FlowDecoderOptions.Validate"/>.</exception>
    public FlowDecoder(FlowDecoderOptions options, ExporterRegistry exporters, TextTable texts)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(exporters);
        ArgumentNullException.ThrowIfNull(texts);
        if (options.Validate() is [var fault, ..])
        {
            throw new ArgumentException(fault, nameof(options));
        }
    }

    /// <summary>Cumulative counters; readable from any thread.</summary>
    public DecoderCounters Counters { get; } = new();

    /// <summary>
    /// Names of applications by application id (engine in the top byte, RFC 6759) as announced by any exporter in options; readable from
    /// any thread.
    /// </summary>
    public IReadOnlyDictionary<ulong, string> ApplicationNames => _applicationNames;

    /// <summary>Decodes one datagram whole; the batch grows if it must.</summary>
    /// <param name="source">Sender's address.</param>
    /// <param name="sourcePort">Sender's port.</param>
    /// <param name="datagram">UDP payload.</param>
    /// <param name="receivedMs">Arrival, Unix milliseconds.</param>
    /// <param name="batch">Takes the flows; must use the registry and text table of this decoder.</param>
    public DecodeStatus Decode(IpAddr source, ushort sourcePort, ReadOnlySpan<byte> datagram, long receivedMs, FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Counters.Datagrams++;
        Counters.Bytes += datagram.Length;
        Counters.Add(DecodeError.UnknownVersion);
        return DecodeStatus.Dropped;
    }

    /// <summary>Lets go of idle exporters, templates and waiting sets; a bounded piece of work, to be called every second or so.</summary>
    /// <param name="nowMs">Unix milliseconds.</param>
    public void Sweep(long nowMs)
    {
    }

    /// <summary>A picture of all exporters; what it returns is immutable. For the decoding thread.</summary>
    public IReadOnlyList<ExporterSnapshot> Snapshot() => [];

    /// <summary>Templates, samplers and names of exporters for a later <see cref="RestoreState"/>.</summary>
    /// <param name="onlyChanged">True = only exporters that changed since the last call.</param>
    public IReadOnlyList<(ExporterKey Exporter, byte[] State)> SaveState(bool onlyChanged) => [];

    /// <summary>Takes over a saved state; to be called before the first datagram.</summary>
    /// <returns>False when the state is damaged or of an unknown format; nothing is taken over then.</returns>
    public bool RestoreState(ExporterKey exporter, ReadOnlySpan<byte> state) => false;
}
