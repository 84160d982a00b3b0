using MudBlazor;

namespace Clarion.Web.Navigation;

/// <summary>A page of the rail.</summary>
/// <param name="Group">Group in the rail.</param>
/// <param name="Title">Name.</param>
/// <param name="Path">Address.</param>
/// <param name="Icon">SVG of its icon.</param>
/// <param name="Key">Pressed after <c>g</c>, goes there; null for none.</param>
/// <param name="Question">What it answers, for search and help.</param>
public sealed record ConsolePage(string Group, string Title, string Path, string Icon, char? Key, string Question)
{
    /// <summary>Every page of the rail, in its order. Only pages that exist.</summary>
    public static readonly IReadOnlyList<ConsolePage> All =
    [
        new("Observe", "Overview", "/", Icons.Material.Outlined.SpaceDashboard, 'o', "Is data arriving, complete and identified?"),
        new("Observe", "Flows", "/flows", Icons.Material.Outlined.StackedLineChart, 'f', "Who talks to whom, on which ports, how much?"),
        new("Identify", "Devices", "/devices", Icons.Material.Outlined.Devices, 'd', "What is this device, and where is it?"),
        new("Identify", "Users", "/users", Icons.Material.Outlined.PeopleAlt, 'u', "Who is logged in, and on which devices?"),
        new("Identify", "Switches", "/switches", Icons.Material.Outlined.Hub, 's', "Which devices hang on which port?"),
        new("Identify", "Places", "/places", Icons.Material.Outlined.Place, 'p', "Which locations and subnets are there?"),
        new("Identify", "Groups", "/groups", Icons.Material.Outlined.Sell, 'g', "Which security groups are there, and who is in them?"),
        new("Identify", "Network access", "/access", Icons.Material.Outlined.NoAccounts, 'a', "Who was refused at the network, or put under quarantine?"),
        new("Decide", "Policy matrix", "/matrix", Icons.Material.Outlined.GridOn, 'm', "Which groups talk to which?"),
        new("Decide", "Configured policy", "/trustsec", Icons.Material.Outlined.Policy, 'k', "What may groups open to each other, as ISE has it?"),
        new("Operate", "Exporters", "/ops/exporters", Icons.Material.Outlined.Router, 'e', "What arrives, and what is missing?"),
        new("Operate", "Collectors", "/ops/collectors", Icons.Material.Outlined.Input, 'c', "Are sockets, queues and workers keeping up?"),
        new("Operate", "Connectors", "/ops/connectors", Icons.Material.Outlined.Cable, 'n', "Who tells who is who, and does it work?"),
        new("Operate", "Cluster", "/ops/cluster", Icons.Material.Outlined.Lan, 'r', "Which processes hold the grains, and does every partition keep up?"),
        new("Operate", "Storage", "/ops/storage", Icons.Material.Outlined.Storage, 't', "How much is kept, and how long?"),
        new("Operate", "Audit", "/ops/audit", Icons.Material.Outlined.History, null, "Who changed what, and when?"),
        new("Operate", "Older installation", "/ops/legacy", Icons.Material.Outlined.Archive, null, "What was brought from the older Clarion, as it was there?"),
        new("Operate", "Settings", "/settings", Icons.Material.Outlined.Tune, null, "Which settings are in force, and where from?"),
    ];
}
