namespace Clarion.Web.Charts;

/// <summary>Colours of series without one of their own; the same as <c>--series-0</c> to <c>--series-11</c> of the style sheet.</summary>
public static class SeriesColors
{
    private static readonly string[] Colors =
    [
        "#4f9cf0", "#e0925a", "#4fbf9f", "#b48be0", "#d9b44a", "#e2748f", "#5bbcd6", "#9bb355", "#c08a6a", "#7f8fe8", "#cf7fc4", "#74a892",
    ];

    /// <summary>The colour at a place.</summary>
    public static string Of(int place) => Colors[place % Colors.Length];
}
