using System.Globalization;
using Clarion.Gateway.Http.Exporters;
using Clarion.Web.Formats;

namespace Clarion.Web.Pages.Exporters;

/// <summary>How bad something is.</summary>
public enum VerdictLevel
{
    /// <summary>Nothing to do.</summary>
    Good,

    /// <summary>Data is complete, but not as good as it could be.</summary>
    Attention,

    /// <summary>Data is missing.</summary>
    Problem,
}

/// <summary>One thing that is wrong with an exporter.</summary>
/// <param name="Level">How bad.</param>
/// <param name="Weight">The larger, the worse; the largest gives the verdict.</param>
/// <param name="Word">One or two words.</param>
/// <param name="Figure">How much of it.</param>
/// <param name="Sentence">What it means.</param>
/// <param name="Remedy">What to do.</param>
public sealed record Finding(VerdictLevel Level, double Weight, string Word, string Figure, string Sentence, string Remedy);

/// <summary>What there is to say of an exporter: the worst first, or that it is healthy.</summary>
public sealed record ExporterVerdict
{
    /// <summary>An exporter that has sent nothing for so long is silent.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromMinutes(2);

    /// <summary>Clocks further apart than this are worth a word.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    private const double LossTolerance = 0.01;
    private const double ErrorTolerance = 0.001;

    // Where Clarion stops believing an exporter's clock by default (Clarion:Decoder:MaxClockOffset).
    private static readonly TimeSpan ClockBelieved = TimeSpan.FromMinutes(5);

    private ExporterVerdict(IReadOnlyList<Finding> findings) => Findings = findings;

    /// <summary>What is wrong, the worst first; empty when healthy.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>How bad the worst is.</summary>
    public VerdictLevel Level => Findings.Count == 0 ? VerdictLevel.Good : Findings.Max(finding => finding.Level);

    /// <summary>For sorting: the larger, the worse.</summary>
    public double Score => Findings.Sum(finding => finding.Weight);

    /// <summary>The verdict in one or two words.</summary>
    public string Word => Findings.Count == 0 ? "Healthy" : Findings[0].Word;

    /// <summary>Why, in a few words; empty when healthy.</summary>
    public string Reason => string.Join(", ", Findings.Select((finding, i) => i == 0 ? finding.Figure : $"{finding.Word.ToLowerInvariant()} {finding.Figure}"));

    /// <summary>Judges an exporter by what is known of it now.</summary>
    public static ExporterVerdict Of(ExporterModel exporter, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(exporter);
        IEnumerable<Finding?> findings = [Templates(exporter), Silence(exporter, now), Loss(exporter), Clock(exporter), Errors(exporter)];
        return new ExporterVerdict([.. findings.OfType<Finding>().OrderByDescending(finding => finding.Weight)]);
    }

    /// <summary>What a sequence number of this version counts.</summary>
    public static string UnitsOf(int version) => version switch
    {
        9 => "datagrams",
        10 => "records",
        _ => "flows",
    };

    /// <summary>What a version is called.</summary>
    public static string NameOf(int version) => version == 10 ? "IPFIX" : "v" + version.ToString(CultureInfo.InvariantCulture);

    private static Finding? Templates(ExporterModel exporter)
    {
        if (exporter.TemplatesMissing == 0)
        {
            return null;
        }

        var count = exporter.TemplatesMissing.ToString(CultureInfo.InvariantCulture);
        var many = exporter.TemplatesMissing > 1;
        return new Finding(
            VerdictLevel.Problem, 500, many ? "Templates missing" : "Template missing", $"({count})",
            $"Data arrives that cannot be read yet: the {(many ? $"{count} templates that describe" : "template that describes")} it {(many ? "have" : "has")} not been announced. It waits, and is read when the announcement comes.",
            "Let the exporter send its templates more often. On IOS-XE: template data timeout 60 under the flow exporter.");
    }

    private static Finding? Silence(ExporterModel exporter, DateTimeOffset now) => now - exporter.LastSeen <= SilentAfter
        ? null
        : new Finding(
            VerdictLevel.Problem, 400, "Silent", $"for {Moment.Age(exporter.LastSeen, now)}",
            $"Nothing has come from it for {Moment.Age(exporter.LastSeen, now)}.",
            "See whether the device is up and reaches this server: a filter or a firewall on the way, a changed source interface, VRF or address, an export that was taken out.");

    private static Finding? Loss(ExporterModel exporter) => exporter.LostShare is not { } share || share < LossTolerance
        ? null
        : new Finding(
            VerdictLevel.Problem, 300 + 100 * share, "Losing data", Quantity.Share(share),
            $"By its sequence numbers {Quantity.Share(share)} of the {UnitsOf(exporter.Version)} it sent never arrived here.",
            "Kernel drops and full queues of this server are under Collectors. If there are none, the loss is on the network or in the exporter: look for policers, full links and the exporter's own counters.");

    private static Finding? Clock(ExporterModel exporter)
    {
        var offset = TimeSpan.FromMilliseconds(Math.Abs((double)exporter.ClockOffsetMs));
        if (offset <= ClockTolerance)
        {
            return null;
        }

        var direction = exporter.ClockOffsetMs > 0 ? "behind" : "ahead of";
        var believed = offset <= ClockBelieved;
        return new Finding(
            VerdictLevel.Attention, believed ? 150 : 200, "Clock off", $"{Moment.Length(offset)} {(exporter.ClockOffsetMs > 0 ? "behind" : "ahead")}",
            $"Its clock is {Moment.Length(offset)} {direction} this server's (or its datagrams take that long). "
            + (believed ? "Times of its flows are taken as it says, so they are off by as much." : "That is beyond belief, so its flows are placed by their arrival."),
            "Set both clocks by NTP. On IOS: ntp server <address>.");
    }

    private static Finding? Errors(ExporterModel exporter)
    {
        var errors = exporter.DecodeErrors.Values.Sum();
        return errors == 0 || errors < ErrorTolerance * exporter.Datagrams
            ? null
            : new Finding(
                VerdictLevel.Attention, 100, "Unreadable parts", $"({Quantity.Count(errors)})",
                $"{Quantity.Exact(errors)} parts of its datagrams could not be read, most of them because of {exporter.DecodeErrors.MaxBy(error => error.Value).Key.Replace('_', ' ')}.",
                "The rest was read. What each reason means is listed under Collectors.");
    }
}
