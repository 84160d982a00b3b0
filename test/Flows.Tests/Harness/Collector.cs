namespace Clarion.Flows.Tests.Harness;

/// <summary>A decoder with its batch, fed datagram by datagram.</summary>
internal sealed class Collector : IDisposable
{
    public static readonly IpAddr Exporter = IpAddr.Parse("192.0.2.1");

    public Collector(FlowDecoderOptions? options = null)
    {
        Texts = new TextTable();
        Registry = new ExporterRegistry();
        Decoder = new FlowDecoder(options ?? new FlowDecoderOptions(), Registry, Texts);
        Batch = new FlowBatch(Registry, Texts, 256);
    }

    public TextTable Texts { get; }

    public ExporterRegistry Registry { get; }

    public FlowDecoder Decoder { get; }

    public FlowBatch Batch { get; }

    public DecoderCounters Counters => Decoder.Counters;

    public long Dropped => DecodeErrors.All.Where(e => e.DropsDatagram()).Sum(e => Counters[e]);

    public DecodeStatus Feed(ReadOnlySpan<byte> datagram, long receivedMs = Datagram.Now, IpAddr? source = null) =>
        Decoder.Decode(source ?? Exporter, 2055, datagram, receivedMs, Batch);

    public ExporterSnapshot Snapshot() => Assert.Single(Decoder.Snapshot());

    public string Text(int number) => Texts[number];

    public void Dispose() => Batch.Dispose();
}
