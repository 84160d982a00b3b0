namespace Clarion.Web.Pages.Storage;

/// <summary>Tiers of the store in words.</summary>
internal static class TierNames
{
    /// <summary>What a tier is called; its own name when it is not known.</summary>
    public static string Of(string tier) => tier switch
    {
        "journal" => "Journal: arrived, not in the tables yet",
        "flows" => "Raw flows, as written",
        "compressedFlows" => "Raw flows, compressed",
        "biflows" => "Older flows, both ways in a row",
        "compressedBiflows" => "Older flows, compressed",
        "conversations" => "Conversations, as written",
        "compressedConversations" => "Conversations, compressed",
        "rollups" => "Rollups",
        "rest" => "The rest",
        _ => tier,
    };
}
