namespace Clarion.Silo.Secrets;

/// <summary>Where keys are, and how they are kept there.</summary>
/// <param name="FormerDirectory">Where older versions kept them.</param>
/// <param name="Warning">What an operator should know about how they are kept; null when nothing is wrong.</param>
internal sealed record KeyRingPlace(string FormerDirectory, string? Warning);
