namespace Clarion.Gateway.Http.Fields;

/// <summary>A value of a field that was seen.</summary>
/// <param name="Value">As answers give it; null where it was not reported.</param>
/// <param name="Name">What people call it; null when it has no name.</param>
/// <param name="Bytes">Bytes of the flows that have it, scaled by sampling; 0 for a name that is configured and was not seen.</param>
/// <param name="Flows">Their number.</param>
public sealed record FieldValueModel(object? Value, string? Name, double Bytes, long Flows);
