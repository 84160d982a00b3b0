using Clarion.Gateway.Http.Connectors;
using Clarion.Web.Pages.Exporters;

namespace Clarion.Web.Pages.Connectors;

/// <summary>How a connector stands, for people.</summary>
internal static class ConnectorStanding
{
    /// <summary>How bad it is.</summary>
    public static VerdictLevel Level(ConnectorModel connector) => connector.State switch
    {
        "running" or "stopped" => VerdictLevel.Good,
        "failed" => VerdictLevel.Problem,
        _ => VerdictLevel.Attention,
    };

    /// <summary>The same in a word.</summary>
    public static string Word(ConnectorModel connector) => connector.State switch
    {
        "running" => "running",
        "stopped" => "stopped",
        "connecting" => "connecting",
        "waiting" => "waits for somebody",
        "degraded" => "in part",
        _ => "failed",
    };
}
