namespace Clarion.Gateway.Http.Devices;

/// <summary>A provisional device has become known under its MAC; answered with 307.</summary>
/// <param name="successor">Its MAC.</param>
public sealed class DeviceMovedException(string successor) : Exception($"The device is now known as {successor}.")
{
    /// <summary>The MAC under which it is known now.</summary>
    public string Successor { get; } = successor;
}
