namespace Clarion.Connectors.PxGrid;

/// <summary>Bounds of a pxGrid client.</summary>
public sealed record PxGridLimits
{
    /// <summary>Longest WebSocket message, bytes; a longer one ends the connection.</summary>
    public int FrameBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Messages that may wait per topic; what does not fit is discarded and read again by REST.</summary>
    public int QueuedMessages { get; init; } = 2048;

    /// <summary>Bytes of messages that may wait per topic.</summary>
    public int QueuedBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Records kept per topic; beyond that new ones are refused and counted.</summary>
    public int Records { get; init; } = 2_000_000;

    /// <summary>Events remembered per topic to recognise second deliveries.</summary>
    public int RememberedEvents { get; init; } = 200_000;

    /// <summary>Records per batch given to the sink.</summary>
    public int BatchRecords { get; init; } = 1000;

    /// <summary>Share of the known records, percent, that a full read may lack before it must be confirmed by a second one.</summary>
    public int VanishPercent { get; init; } = 30;
}
