using Clarion.Flows;

namespace Clarion.Correlation.Access;

/// <summary>
/// Something that happened where the network lets devices in (a RADIUS server, ISE), as its platform tells it. Texts are what the platform said, whatever that
/// is; absent is empty.
/// </summary>
public abstract record AccessEvent
{
    /// <summary>Tells it from every other event of its kind and source: the platform's own id, or a hash of what it says.</summary>
    public required string Key { get; init; }

    /// <summary>When it happened, by the platform's clock, UTC; when it arrived if the platform does not say.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it arrived, UTC.</summary>
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>The device; none when its MAC is not known.</summary>
    public MacAddr Mac { get; init; }

    /// <summary>The user, as the platform names it.</summary>
    public string User { get; init; } = "";

    /// <summary>Address of the access device (switch, controller) in its normal spelling, or what the platform says instead.</summary>
    public string Nas { get; init; } = "";
}
