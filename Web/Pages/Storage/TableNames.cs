namespace Clarion.Web.Pages.Storage;

/// <summary>Tables of the store in words.</summary>
internal static class TableNames
{
    private static readonly (string Ending, string Step)[] Steps = [("_5m", ", in five minutes"), ("_1h", ", by the hour"), ("_1d", ", by the day")];

    /// <summary>What a table holds; empty for one that is not known.</summary>
    public static string Of(string table)
    {
        var (ending, step) = Steps.FirstOrDefault(step => table.EndsWith(step.Ending, StringComparison.Ordinal));
        var what = Whole(ending is null ? table : table[..^ending.Length]);
        return what.Length == 0 ? "" : what + step;
    }

    private static string Whole(string table) => table switch
    {
        StorageOutlook.RawTable => "Raw flows, every one as it was exported",
        "biflows" => "Older flows, both ways of an exchange in a row",
        "conversations" => "Conversations: who talked to whom, on which port",
        "device_pairs" => "Pairs of devices",
        "device_usage" => "Usage of devices",
        "switch_usage" => "Usage of switches and their interfaces",
        "sgt_pair_usage" => "Pairs of groups and their services",
        "segment_usage" => "Traffic by exporter, VLAN, application and group",
        "service_usage" => "Services by VLAN and application",
        "traffic" => "Traffic by exporter, service, VLAN and group",
        "bindings" => "Who held which address when, and where",
        "exporter_health" => "What each exporter did, by the minute",
        "access_events" => "Failed authentications, and steps of network control",
        "devices" => "Devices, kept for ever",
        "switches" => "Switches, kept for ever",
        "entity_states" => "States of devices, switches and pairs, kept for ever",
        _ => "",
    };
}
