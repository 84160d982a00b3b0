using Clarion.Flows;
using Clarion.Gateway.Http.Exporters;
using Clarion.Grains.Interfaces.Exporters;
using Clarion.Grains.Interfaces.Partitions;

namespace Clarion.Web.Tests;

/// <summary>An exporter as the cluster knows it, healthy unless said otherwise.</summary>
internal sealed record ExporterSample
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public string Address { get; init; } = "10.0.0.1";

    public byte Version { get; init; } = 9;

    public long Datagrams { get; init; } = 1000;

    public long Records { get; init; } = 20_000;

    public long Lost { get; init; }

    public long Errors { get; init; }

    public long ClockOffsetMs { get; init; } = 12;

    public DateTimeOffset LastSeen { get; init; } = Now.AddSeconds(-1);

    public IReadOnlyList<int> MissingTemplates { get; init; } = [];

    public IReadOnlyList<TemplateView> Templates { get; init; } = [];

    public ExporterModel Model() => new(View());

    public ExporterDetailModel Detail() => new(View());

    /// <summary>A template of data whose fields fill these columns.</summary>
    public static TemplateView Template(params string[] columns) => new(
        256, false, 0, [.. columns.Select((column, i) => new TemplateFieldView(0, i + 1, "element" + column, 4, column))],
        Now.AddHours(-1).ToUnixTimeMilliseconds(), Now.ToUnixTimeMilliseconds(), 20_000);

    private ExporterView View() => new(
        new ExporterRef(IpAddr.Parse(Address).Value, 7, Version),
        new ExporterCounters
        {
            Datagrams = Datagrams,
            Records = Records,
            Flows = Records,
            LostUnits = Lost,
            DecodeErrors = Errors == 0 ? [] : new Dictionary<string, long>(StringComparer.Ordinal) { ["bad_set_length"] = Errors },
        },
        Templates, 1, "None", ClockOffsetMs, Now.AddHours(-2).ToUnixTimeMilliseconds(), LastSeen.ToUnixTimeMilliseconds(),
        [.. MissingTemplates.Select(id => new MissingTemplate(id, Now.AddMinutes(-3).ToUnixTimeMilliseconds(), 4))]);
}
