namespace Clarion.Connectors.Rest.Devices;

/// <summary>What a platform says about one device.</summary>
/// <param name="SourceId">The platform's key of it.</param>
/// <param name="Attributes">What it is, under the names of docs/iot-connectors.md.</param>
/// <param name="Interfaces">Its interfaces, each MAC once; not empty.</param>
/// <param name="ChangedAt">When the platform saw or changed it last; null when not stated.</param>
internal sealed record DeviceRecord(
    string SourceId, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<DeviceInterface> Interfaces, DateTimeOffset? ChangedAt);
