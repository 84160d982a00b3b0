namespace Clarion.Connectors.Contract;

/// <summary>
/// Judges what full passes lack. What is not believed stays so, however often it is read: a right that was narrowed looks the same in every pass. An
/// operator may accept the loss as it was shown; the next pass may lack that much and what is believed anyhow, and no later one. Passes are judged one
/// after the other; the rest is thread-safe.
/// </summary>
internal sealed class LossJudge(VanishingGuard guard)
{
    private int _doubted;
    private int _accepted;

    /// <summary>Records that the last full pass lacked and that are kept all the same; 0 when it was believed.</summary>
    public int Doubted => Volatile.Read(ref _doubted);

    /// <summary>An operator says that what is doubted now is gone indeed.</summary>
    /// <returns>False when nothing is doubted.</returns>
    public bool Accept()
    {
        var doubted = Doubted;
        Volatile.Write(ref _accepted, doubted);
        return doubted > 0;
    }

    /// <summary>Whether what a full pass lacks may be taken for gone. To be followed by <see cref="Settle"/> when that was done, or was not.</summary>
    /// <param name="known">Records known before.</param>
    /// <param name="vanished">Those of them that the pass lacks.</param>
    public bool Believes(int known, int vanished)
    {
        var accepted = Math.Min(Volatile.Read(ref _accepted), vanished);
        return guard.Believes(known - accepted, vanished - accepted);
    }

    /// <summary>A pass was judged, and what followed from it is done.</summary>
    /// <param name="doubted">Records that are kept though the pass lacked them; 0 when it was believed.</param>
    public void Settle(int doubted)
    {
        Volatile.Write(ref _doubted, doubted);
        if (doubted == 0)
        {
            Volatile.Write(ref _accepted, 0);
        }
    }
}
