namespace Clarion.Simulation.Replay;

/// <summary>A capture file cannot be read; the message names the file, the place and what is wrong there.</summary>
public sealed class CaptureException(string message) : Exception(message);
