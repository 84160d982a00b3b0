namespace Clarion.Connectors.Contract;

/// <summary>
/// Refuses to believe that a large part of what a source told before has gone: a missing right, a wrong base or a cut answer looks the same.
/// </summary>
/// <param name="MaxShare">Largest believable share, 0 to 1.</param>
public readonly record struct VanishingGuard(double MaxShare)
{
    /// <summary>Below so many records any share but the whole is believed: a handful of devices may well go at once.</summary>
    public const int Few = 20;

    /// <summary>30 per cent.</summary>
    public static VanishingGuard Default { get; } = new(0.3);

    /// <summary>True when so many of the records known before may be taken for gone. That all are gone is never believed.</summary>
    public bool Believes(int known, int vanished) =>
        vanished == 0 || (vanished < known && (known < Few || vanished <= known * MaxShare));
}
