using MudBlazor;

namespace Clarion.Web.Shell;

/// <summary>Colours and type. Contrast of every pair in use is at least 4.5:1 (WCAG 2.2 AA), held by the browser tests.</summary>
internal static class ConsoleTheme
{
    private static readonly string[] Fonts = ["Inter", "Roboto", "system-ui", "Segoe UI", "sans-serif"];

    public static readonly MudTheme Theme = new()
    {
        PaletteDark = new PaletteDark
        {
            Primary = "#6fb1ff",
            PrimaryContrastText = "#0b1420",
            Secondary = "#9db4d0",
            Tertiary = "#5fd0b8",
            Background = "#12161d",
            BackgroundGray = "#171c24",
            Surface = "#1a2029",
            AppbarBackground = "#0d1117",
            AppbarText = "#e6edf3",
            DrawerBackground = "#0d1117",
            DrawerText = "#c9d4e0",
            DrawerIcon = "#a9b6c4",
            TextPrimary = "#e6edf3",
            TextSecondary = "#a9b6c4",
            TextDisabled = "#8391a1",
            ActionDefault = "#a9b6c4",
            ActionDisabled = "#5d6977",
            LinesDefault = "#2d3643",
            LinesInputs = "#55637a",
            TableLines = "#2d3643",
            Divider = "#2d3643",
            TableHover = "#202834",
            Info = "#6fb1ff",
            Success = "#56c288",
            Warning = "#f0b457",
            Error = "#ff8a76",
            OverlayDark = "rgba(5,8,12,0.6)",
        },
        PaletteLight = new PaletteLight
        {
            Primary = "#1f5fbf",
            PrimaryContrastText = "#ffffff",
            Secondary = "#4a5b72",
            Tertiary = "#0f7a67",
            Background = "#f4f6f9",
            BackgroundGray = "#eceff4",
            Surface = "#ffffff",
            AppbarBackground = "#1b2330",
            AppbarText = "#f2f5f9",
            DrawerBackground = "#ffffff",
            DrawerText = "#2c3747",
            DrawerIcon = "#4a5b72",
            TextPrimary = "#1a2330",
            TextSecondary = "#4d5b6d",
            TextDisabled = "#66758a",
            ActionDefault = "#4a5b72",
            ActionDisabled = "#9aa6b4",
            LinesDefault = "#d9dfe7",
            LinesInputs = "#8a97a8",
            TableLines = "#e3e8ee",
            Divider = "#d9dfe7",
            TableHover = "#f0f4fa",
            Info = "#1f5fbf",
            Success = "#1c7a48",
            Warning = "#8f5a00",
            Error = "#b3341f",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "0.875rem", LineHeight = "1.45" },
            H1 = new H1Typography { FontFamily = Fonts, FontSize = "1.375rem", FontWeight = "600", LineHeight = "1.3", LetterSpacing = "-0.01em" },
            H2 = new H2Typography { FontFamily = Fonts, FontSize = "0.9375rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "0" },
            Body2 = new Body2Typography { FontFamily = Fonts, FontSize = "0.8125rem" },
            Button = new ButtonTypography { FontFamily = Fonts, FontSize = "0.8125rem", FontWeight = "500", TextTransform = "none", LetterSpacing = "0" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", AppbarHeight = "52px", DrawerWidthLeft = "216px", DrawerMiniWidthLeft = "56px", DrawerWidthRight = "480px" },
    };
}
