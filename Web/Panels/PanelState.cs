namespace Clarion.Web.Panels;

/// <summary>What a panel shows.</summary>
public enum PanelState
{
    /// <summary>Nothing yet: the shape of what will come.</summary>
    Loading,

    /// <summary>Data.</summary>
    Ready,

    /// <summary>An answer without anything in it.</summary>
    Empty,

    /// <summary>No answer, and none from before.</summary>
    Failed,

    /// <summary>Older data, because reading it again failed.</summary>
    Stale,

    /// <summary>The reader stopped the question before anything came.</summary>
    Cancelled,
}
