namespace Clarion.Web.Formats;

/// <summary>The colour of a security group: the same on every page, by its tag.</summary>
public static class GroupColors
{
    // Apart in hue and in lightness, so that neighbours differ for red-green blind readers too.
    private static readonly string[] Colors =
    [
        "#4f9cf0", "#e0925a", "#4fbf9f", "#b48be0", "#d9b44a", "#e2748f", "#5bbcd6", "#9bb355", "#c08a6a", "#7f8fe8", "#cf7fc4", "#74a892",
        "#2f76c8", "#c76f2e", "#2d9478", "#8f5fc9", "#b08d1f", "#c94f6e", "#2f93b0", "#76913a", "#98623f", "#5a69cc", "#ab559e", "#4f8570",
    ];

    /// <summary>The colours, for drawing in the browser, which chooses by the same sum (js/matrix/drawing.js).</summary>
    public static IReadOnlyList<string> Palette => Colors;

    /// <summary>CSS colour of a tag; grey for 0 (unknown).</summary>
    public static string Of(int tag) => tag == 0 ? "#8b95a3" : Colors[(int)((uint)tag * 2654435761u >> 8) % Colors.Length];
}
