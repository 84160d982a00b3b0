using Clarion.Simulation.Campuses;

namespace Clarion.Simulation.Behaviour;

/// <summary>How a type of device uses a service.</summary>
/// <param name="Service">The service.</param>
/// <param name="Weight">How often, against the type's other uses.</param>
/// <param name="BytesUp">Usual bytes from client to server.</param>
/// <param name="BytesDown">Usual bytes back; 0 = the service does not answer.</param>
/// <param name="DurationMs">Usual duration.</param>
internal sealed record ServiceUse(ServiceKind Service, double Weight, int BytesUp, int BytesDown, int DurationMs);
