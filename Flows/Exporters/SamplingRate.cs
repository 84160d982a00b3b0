namespace Clarion.Flows.Exporters;

/// <summary>A sampling factor and who said it.</summary>
internal readonly record struct SamplingRate(double Rate, FlowSamplingOrigin Origin);
