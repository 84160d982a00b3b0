namespace Clarion.Simulation;

/// <summary>What has been sent so far.</summary>
/// <param name="Datagrams">Datagrams handed to the network.</param>
/// <param name="Records">Data records in them, a biflow record once.</param>
/// <param name="Flows">Flows the records become: an answered biflow record is two.</param>
/// <param name="OptionsRecords">Options data records.</param>
/// <param name="Templates">Template and options template records.</param>
/// <param name="Bytes">UDP payload.</param>
/// <param name="Refused">Datagrams that the network stack refused or for which the last answer was "nobody listens there".</param>
/// <param name="Elapsed">Time since the first datagram.</param>
public readonly record struct SimulationProgress(
    long Datagrams, long Records, long Flows, long OptionsRecords, long Templates, long Bytes, long Refused, TimeSpan Elapsed)
{
    /// <summary>Flows per second so far; 0 before any time has passed.</summary>
    public double FlowsPerSecond => Elapsed > TimeSpan.Zero ? Flows / Elapsed.TotalSeconds : 0;
}
