namespace Clarion.Simulation.Replay;

/// <summary>A UDP payload from a file.</summary>
/// <param name="At">Time in the capture, from its beginning of the epoch; zero when the file has none.</param>
/// <param name="Payload">The payload; valid until the next datagram is read.</param>
public readonly record struct CapturedDatagram(TimeSpan At, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Export version in the first two bytes; 0 when the payload is shorter.</summary>
    public int Version => Payload.Length >= 2 ? Payload.Span[0] << 8 | Payload.Span[1] : 0;
}
