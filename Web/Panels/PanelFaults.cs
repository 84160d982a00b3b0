using Microsoft.Extensions.Logging;

namespace Clarion.Web.Panels;

/// <summary>What panels write to the log.</summary>
internal sealed partial class PanelFaults
{
    private PanelFaults()
    {
    }

    [LoggerMessage(711, LogLevel.Error, "Panel {Panel} has no answer; trace id {TraceId}.")]
    public static partial void Failed(ILogger logger, Exception fault, string panel, string traceId);
}
