using System.Globalization;

namespace Clarion.Connectors.PxGrid.Stomp;

/// <summary>The <c>heart-beat</c> header: what its sender can do and would like.</summary>
/// <param name="Sends">How often the sender can send something; zero = not at all.</param>
/// <param name="Wants">How often it would like to receive something; zero = no matter.</param>
public readonly record struct StompHeartBeat(TimeSpan Sends, TimeSpan Wants)
{
    /// <summary>Reads <c>4000,4000</c>, milliseconds.</summary>
    public static bool TryParse(string? text, out StompHeartBeat heartBeat)
    {
        heartBeat = default;
        var comma = text?.IndexOf(',', StringComparison.Ordinal) ?? -1;
        if (comma < 0
            || !int.TryParse(text.AsSpan(0, comma), NumberStyles.None, CultureInfo.InvariantCulture, out var sends)
            || !int.TryParse(text.AsSpan(comma + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var wants))
        {
            return false;
        }

        heartBeat = new StompHeartBeat(TimeSpan.FromMilliseconds(sends), TimeSpan.FromMilliseconds(wants));
        return true;
    }

    /// <summary>How often <paramref name="sender"/> will send to <paramref name="receiver"/>; zero = not.</summary>
    public static TimeSpan Agreed(StompHeartBeat sender, StompHeartBeat receiver) =>
        sender.Sends == TimeSpan.Zero || receiver.Wants == TimeSpan.Zero
            ? TimeSpan.Zero
            : TimeSpan.FromTicks(Math.Max(sender.Sends.Ticks, receiver.Wants.Ticks));
}
