namespace Clarion.Web.Pages.Collectors;

/// <summary>Queues in words.</summary>
internal static class QueueNames
{
    /// <summary>Where it leads.</summary>
    public static string Of(string stage) => stage.Split('.') switch
    {
        ["receive", var port, var index] => $"from port {port} (socket {index}) to decoding",
        ["store"] => "from decoding to the flow log",
        ["publish"] => "from the flow log to partitions",
        _ => stage,
    };

    /// <summary>What one item is.</summary>
    public static string UnitOf(string stage) => stage switch
    {
        "store" => "batches",
        "publish" => "deltas",
        _ => "blocks",
    };
}
