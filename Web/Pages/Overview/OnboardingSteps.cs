using Clarion.Gateway.Http.Overview;
using Clarion.Web.Formats;

namespace Clarion.Web.Pages.Overview;

/// <summary>A step from an empty server to a complete picture.</summary>
/// <param name="Title">What is to be.</param>
/// <param name="Done">Whether it is.</param>
/// <param name="State">How it stands, in a sentence.</param>
/// <param name="Next">What to do next; empty when done.</param>
/// <param name="Path">Page that helps.</param>
/// <param name="LinkText">Text of the link.</param>
internal sealed record OnboardingStep(string Title, bool Done, string State, string Next, string Path, string LinkText);

/// <summary>What is asked for the checklist beside the overview.</summary>
/// <param name="TemplatesMissing">Templates that data waits for, of the exporters looked at.</param>
/// <param name="TemplatesKnown">Templates known, of the exporters looked at; v5 exporters count as one.</param>
/// <param name="TaggedShare">Share of bytes of the last hour whose source has a group; null without traffic.</param>
/// <param name="NamedGroups">Groups that have a name.</param>
internal sealed record OnboardingFacts(int TemplatesMissing, int TemplatesKnown, double? TaggedShare, int NamedGroups);

/// <summary>The steps.</summary>
internal static class OnboardingSteps
{
    public static IReadOnlyList<OnboardingStep> Of(OverviewModel overview, OnboardingFacts facts)
    {
        var flows = overview.Received?.Flows ?? 0;
        var missing = facts.TemplatesMissing > 0;
        return
        [
            new("Flows received", flows > 0, flows > 0 ? $"{Quantity.Exact(flows)} so far." : $"{Quantity.Exact(overview.Received?.Datagrams ?? 0)} datagrams so far, no flow yet.",
                "Configure an exporter to send here.", "/ops/exporters", "Exporters"),
            new("Templates known", facts.TemplatesKnown > 0 && !missing,
                missing ? $"Data waits for {Quantity.Exact(facts.TemplatesMissing)} {(facts.TemplatesMissing == 1 ? "template" : "templates")}." : facts.TemplatesKnown > 0 ? "Everything that arrives can be read." : "None yet.",
                "Exporters announce them every few minutes; let them do so each minute.", "/ops/exporters?worst=1", "What is missing"),
            new("Groups tagged", facts.TaggedShare > 0,
                facts.TaggedShare > 0 ? $"{Quantity.Share(facts.TaggedShare)} of bytes in the last hour have a source group." : "No flow of the last hour has a security group.",
                "Add match flow cts source group-tag and destination group-tag to the flow record.", "/ops/exporters", "Lines by exporter"),
            new("Groups named", facts.NamedGroups > 0,
                facts.NamedGroups > 0 ? $"{Quantity.Exact(facts.NamedGroups)} names are set." : "Groups show as numbers.",
                "Set Clarion__Groups__Names__17=Cameras for each group, and start again.", "/settings?find=Groups", "Settings"),
            new("Devices identified by MAC", overview.IdentifiedShare > 0,
                overview.IdentifiedShare > 0 ? $"{Quantity.Share(overview.IdentifiedShare)} of bytes at internal ends belong to a known device." : "Devices are known by their address only.",
                "Add match datalink mac source address input to the flow record at access switches.", "/ops/exporters", "Lines by exporter"),
        ];
    }
}
