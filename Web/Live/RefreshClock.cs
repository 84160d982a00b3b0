using System.Globalization;
using Clarion.Web.Navigation;

namespace Clarion.Web.Live;

/// <summary>
/// Tells the panels of one screen when to read again: every so many seconds (parameter <c>refresh</c>) while the range ends now, the tab
/// is seen and nobody has paused it, or when the reader asks.
/// </summary>
public sealed class RefreshClock : IDisposable
{
    /// <summary>What is offered, seconds; 0 is off.</summary>
    public static readonly IReadOnlyList<int> Offered = [0, 5, 10, 30, 60, 300];

    private const int DefaultSeconds = 30;

    private readonly Pulse _pulse;
    private readonly ViewState _view;
    private readonly TimeProvider _time;
    private long _last;

    /// <summary>Follows the pulse for one screen.</summary>
    public RefreshClock(Pulse pulse, ViewState view, TimeProvider time)
    {
        _pulse = pulse;
        _view = view;
        _time = time;
        _last = time.GetTimestamp();
        _pulse.Ticked += Tick;
    }

    /// <summary>Panels should read again. Raised on a thread of the pulse.</summary>
    public event Action? Due;

    /// <summary>Whether anybody can see the tab.</summary>
    public bool Visible { get; set; } = true;

    /// <summary>Whether the reader has stopped live updates.</summary>
    public bool Paused { get; set; }

    /// <summary>Whether refreshing makes sense: the range moves with the clock.</summary>
    public bool Applies => _view.Time.EndsNow;

    /// <summary>Seconds between refreshes; 0 is off.</summary>
    public int Seconds => _view.Get(ViewState.Refresh) is { } text
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && Offered.Contains(seconds)
            ? seconds
            : DefaultSeconds;

    /// <summary>Whether panels are read again by themselves now.</summary>
    public bool Running => Applies && !Paused && Seconds > 0;

    /// <summary>Reads everything again, now.</summary>
    public void Now()
    {
        _last = _time.GetTimestamp();
        Due?.Invoke();
    }

    /// <inheritdoc />
    public void Dispose() => _pulse.Ticked -= Tick;

    private void Tick()
    {
        if (Running && Visible && _time.GetElapsedTime(_last).TotalSeconds >= Seconds)
        {
            Now();
        }
    }
}
