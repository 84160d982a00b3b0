using System.Diagnostics;
using Clarion.Gateway.Http.Errors;

namespace Clarion.Web.Panels;

/// <summary>
/// The states of one panel: asks, gives up when told or after a deadline, keeps older data when asking again fails, and lets only the
/// newest question win. Used by one screen, on its own thread.
/// </summary>
/// <typeparam name="T">The answer.</typeparam>
public sealed class PanelLoader<T>(TimeProvider time, TimeSpan deadline, Func<T, bool>? isEmpty = null) : IDisposable
    where T : class
{
    private CancellationTokenSource? _asking;

    /// <summary>What to show.</summary>
    public PanelState State { get; private set; } = PanelState.Loading;

    /// <summary>The newest answer; null until there is one.</summary>
    public T? Data { get; private set; }

    /// <summary>When <see cref="Data"/> came, UTC.</summary>
    public DateTimeOffset LoadedAt { get; private set; }

    /// <summary>Why there is no newer answer; null when there is.</summary>
    public ApiFault? Fault { get; private set; }

    /// <summary>Under which id the log has more of an internal fault; null for others.</summary>
    public string? TraceId { get; private set; }

    /// <summary>Since when a question is open; null when none is.</summary>
    public DateTimeOffset? AskedAt { get; private set; }

    /// <summary>The exception of an internal fault, for the log.</summary>
    public Exception? Cause { get; private set; }

    /// <summary>Asks. A question that is still open is given up.</summary>
    /// <param name="ask">The question.</param>
    /// <param name="keep">True keeps showing what there is meanwhile (the same question again); false starts anew.</param>
    public async Task LoadAsync(Func<CancellationToken, Task<T>> ask, bool keep)
    {
        ArgumentNullException.ThrowIfNull(ask);
        Abandon();
        using var asking = new CancellationTokenSource(deadline, time);
        _asking = asking;
        AskedAt = time.GetUtcNow();
        if (!keep)
        {
            (Data, State, Fault) = (null, PanelState.Loading, null);
        }

        try
        {
            // A question may answer without waiting; the caller's thread has to draw first.
            var answer = await ask(asking.Token);
            if (_asking == asking)
            {
                Show(answer);
            }
        }
        catch (Exception cause)
        {
            if (_asking == asking)
            {
                Show(cause);
            }
        }
        finally
        {
            if (_asking == asking)
            {
                (_asking, AskedAt) = (null, null);
            }
        }
    }

    /// <summary>Gives up the open question because the reader does not want to wait.</summary>
    public void Cancel()
    {
        if (_asking is null)
        {
            return;
        }

        Abandon();
        AskedAt = null;
        State = Data is null ? PanelState.Cancelled : PanelState.Stale;
    }

    /// <inheritdoc />
    public void Dispose() => Abandon();

    private void Show(T answer)
    {
        (Data, Fault, Cause, TraceId, LoadedAt) = (answer, null, null, null, time.GetUtcNow());
        State = isEmpty?.Invoke(answer) == true ? PanelState.Empty : PanelState.Ready;
    }

    private void Show(Exception cause)
    {
        Fault = ApiFault.Of(cause);
        (Cause, TraceId) = Fault.IsInternal ? (cause, Activity.Current?.Id ?? ActivityTraceId.CreateRandom().ToString()) : (null, null);
        State = Data is null ? PanelState.Failed : PanelState.Stale;
    }

    private void Abandon()
    {
        var asking = _asking;
        _asking = null;
        try
        {
            asking?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just answered.
        }
    }
}
