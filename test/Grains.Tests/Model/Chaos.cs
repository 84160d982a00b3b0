namespace Clarion.Grains.Tests.Model;

/// <summary>Decides, by seed, which call fails, on its way there or on its way back.</summary>
internal sealed class Chaos(Random random)
{
    /// <summary>Share of calls that fail on either way; 0 = a quiet world.</summary>
    public double Rate { get; set; }

    /// <summary>The caller dies at this many calls from now; 0 = it lives.</summary>
    public int DeathIn { get; set; }

    /// <summary>Share of calls before which some entity dies.</summary>
    public double EntityDeaths { get; set; }

    public bool KillsEntity => random.NextDouble() < EntityDeaths;

    public bool IsDying { get; private set; }

    public void Pass(string what)
    {
        if (DeathIn > 0 && --DeathIn == 0)
        {
            IsDying = true;
        }

        if (IsDying)
        {
            throw new OperationCanceledException($"The caller died at {what}.");
        }

        if (random.NextDouble() < Rate)
        {
            throw new TimeoutException($"{what} failed.");
        }
    }

    public void Revive() => (DeathIn, IsDying) = (0, false);

    /// <summary>Until it is disposed, calls are those of another caller, who does not share the present one's death.</summary>
    public IDisposable OfAnother()
    {
        var mine = (DeathIn, IsDying);
        Revive();
        return new Return(() => (DeathIn, IsDying) = mine);
    }

    private sealed class Return(Action back) : IDisposable
    {
        public void Dispose() => back();
    }
}
