namespace Clarion.Connectors.Net;

/// <summary>A time by which the other side must have said something; every sign of life moves it.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _passed;
    private readonly CancellationTokenSource _both;
    private readonly TimeSpan _patience;

    public Deadline(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        _patience = patience;
        _passed = new CancellationTokenSource(patience, time);
        _both = CancellationTokenSource.CreateLinkedTokenSource(_passed.Token, cancellationToken);
    }

    /// <summary>Cancelled when the deadline passes or the caller cancels.</summary>
    public CancellationToken Token => _both.Token;

    /// <summary>True when it is the deadline that cancelled.</summary>
    public bool Passed => _passed.IsCancellationRequested;

    /// <summary>Starts the patience anew.</summary>
    public void Extend() => _passed.CancelAfter(_patience);

    public void Dispose()
    {
        _both.Dispose();
        _passed.Dispose();
    }
}
