using Clarion.Gateway.Http.Exporters;

namespace Clarion.Web.Pages.Exporters;

/// <summary>Something that flows may say, whether an exporter says it, and how to make it.</summary>
/// <param name="What">What it is.</param>
/// <param name="Sent">Whether at least one template of its data has it.</param>
/// <param name="Use">What it is good for.</param>
/// <param name="Lines">Lines of a flow record (Flexible NetFlow, IOS-XE) that add it.</param>
/// <param name="PossibleInV5">Whether v5 carries it.</param>
public sealed record FieldAdvice(string What, bool Sent, string Use, IReadOnlyList<string> Lines, bool PossibleInV5)
{
    private const int V5 = 5;

    private static readonly (string What, string[][] Columns, string Use, string[] Lines, bool PossibleInV5)[] Wanted =
    [
        ("Security group tags", [["SourceSgt", "DestinationSgt"]], "Groups come from the packets themselves; without them the policy matrix stays empty.",
            ["match flow cts source group-tag", "match flow cts destination group-tag"], false),
        ("MAC addresses", [["SourceMac"]], "Devices are known by their MAC and keep their history when their address changes.",
            ["match datalink mac source address input", "match datalink mac destination address input"], false),
        ("VLAN", [["Vlan", "PostVlan"]], "Places devices at their access port, and tells segments apart.", ["match datalink vlan input"], false),
        ("Direction", [["Direction", "BiflowDirection"]], "Keeps a flow that is measured at both ends of a device from counting twice.", ["match flow direction"], false),
        ("Start and end", [["StartMs"], ["EndMs"]], "Places flows in time to the millisecond instead of by their export.",
            ["collect timestamp absolute first", "collect timestamp absolute last"], true),
        ("TCP flags", [["TcpFlags"]], "Tells connections that were answered from those that were not.", ["collect transport tcp flags"], true),
        ("Interfaces", [["InputInterface"], ["OutputInterface"]], "Places devices at switch ports, and gives traffic by port.",
            ["match interface input", "collect interface output"], true),
        ("Application", [["ApplicationId", "ApplicationName"]], "Names what runs on a port; needs application recognition (NBAR2) on the device.",
            ["collect application name"], false),
    ];

    /// <summary>Judges by the templates of data. Every column group must be filled by some template. v5 has no templates: its fields are fixed.</summary>
    public static IReadOnlyList<FieldAdvice> Of(int version, IReadOnlyList<TemplateModel> templates)
    {
        ArgumentNullException.ThrowIfNull(templates);
        var filled = templates.Where(template => !template.Options)
            .SelectMany(template => template.Fields)
            .SelectMany(field => (field.Column ?? "").Split(", ", StringSplitOptions.RemoveEmptyEntries))
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Wanted.Select(want => new FieldAdvice(
                want.What, version == V5 ? want.PossibleInV5 : want.Columns.All(any => any.Any(filled.Contains)), want.Use, want.Lines, want.PossibleInV5)),
        ];
    }
}
