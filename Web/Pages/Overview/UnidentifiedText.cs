namespace Clarion.Web.Pages.Overview;

/// <summary>Reasons why traffic belongs to nobody, for people.</summary>
internal static class UnidentifiedText
{
    /// <summary>Why.</summary>
    public static string Why(string reason) => reason switch
    {
        "noBinding" => "No source names a holder",
        "expired" => "The holder's session or lease is over",
        "ambiguous" => "Several devices claim the address",
        "known" => "Named since; what came before stays unknown",
        _ => reason,
    };

    /// <summary>What to do about it.</summary>
    public static string WhatToDo(string reason) => reason switch
    {
        "noBinding" => "Have the switch nearest to it export source MACs, or connect what authenticates it.",
        "expired" => "Have accounting updates sent (interim or periodic), so that sessions are known to last.",
        "ambiguous" => "Export flows from access switches with input interface: the port tells them apart.",
        _ => "Nothing: its traffic is counted for the holder from now on.",
    };
}
