using Clarion.Simulation.Campuses;
using Clarion.Simulation.Traffic;

namespace Clarion.Simulation.Export;

/// <summary>
/// One switch's export process: writes its datagrams one after another into the caller's buffer. Announcements (templates, samplers,
/// names) come first and again every interval. Not thread-safe; allocates nothing after construction except when the hour changes.
/// </summary>
internal abstract class Exporter
{
    /// <summary>Largest UDP payload in an Ethernet frame without options.</summary>
    public const int MaxDatagram = 1472;

    private const int V6Share = 16;

    private readonly long _intervalMs;
    private SeededRandom _random;
    private long _nextAnnouncementMs = long.MinValue;
    private int _announcement;

    protected Exporter(Campus campus, CampusSwitch owner, TrafficLedger ledger)
    {
        ArgumentNullException.ThrowIfNull(campus);
        Campus = campus;
        Switch = owner;
        Ledger = ledger;
        Traffic = new SwitchTraffic(campus, owner);
        _intervalMs = (long)campus.Options.TemplateInterval.TotalMilliseconds;
        _random = new SeededRandom((ulong)(uint)campus.Options.Seed, 0xE0B07 + (ulong)owner.Index);

        // Switches have been up for days, all for different times.
        UptimeAtStartMs = 3_600_000 + (uint)_random.Below(2_000_000_000);
        _announcement = -1;
    }

    public CampusSwitch Switch { get; }

    protected Campus Campus { get; }

    protected TrafficLedger Ledger { get; }

    protected SwitchTraffic Traffic { get; }

    /// <summary>Uptime at the first datagram, ms.</summary>
    protected uint UptimeAtStartMs { get; }

    /// <summary>Unix ms of the exporter's start; set by the first datagram.</summary>
    protected long BootMs { get; private set; } = long.MinValue;

    /// <summary>Number of datagrams one announcement takes; 0 = the protocol has none.</summary>
    protected abstract int AnnouncementDatagrams { get; }

    /// <summary>Writes the next datagram.</summary>
    /// <param name="buffer">At least <see cref="MaxDatagram"/> bytes.</param>
    /// <param name="nowMs">Time of export, Unix ms; must not fall.</param>
    public ExportedDatagram Write(Span<byte> buffer, long nowMs)
    {
        if (BootMs == long.MinValue)
        {
            BootMs = nowMs - UptimeAtStartMs;
        }

        if (_announcement < 0 && nowMs >= _nextAnnouncementMs && AnnouncementDatagrams > 0)
        {
            _announcement = 0;
            _nextAnnouncementMs = nowMs + _intervalMs;
        }

        if (_announcement >= 0)
        {
            var announced = WriteAnnouncement(buffer, nowMs, _announcement++);
            _announcement = _announcement < AnnouncementDatagrams ? _announcement : -1;
            return announced;
        }

        return WriteData(buffer, nowMs);
    }

    /// <summary>Creates the exporter of a switch.</summary>
    public static Exporter Create(Campus campus, CampusSwitch owner, TrafficLedger ledger) => owner.Version switch
    {
        ExportVersions.NetFlow5 => new NetFlow5Exporter(campus, owner, ledger),
        ExportVersions.NetFlow9 => new NetFlow9Exporter(campus, owner, ledger),
        _ => new IpfixExporter(campus, owner, ledger),
    };

    protected abstract ExportedDatagram WriteAnnouncement(Span<byte> buffer, long nowMs, int part);

    protected abstract ExportedDatagram WriteData(Span<byte> buffer, long nowMs);

    /// <summary>Family of the next data datagram: an open answer decides, else a few datagrams are IPv6.</summary>
    protected bool NextIsV6() => Traffic.AnswerPending(out var v6) ? v6 : _random.Below(V6Share) == 0;
}
