using System.Globalization;

namespace Clarion.Connectors.Rest;

/// <summary>Bounds of a client of a platform's REST API.</summary>
public sealed record RestLimits
{
    /// <summary>Longest answer, bytes after decompression.</summary>
    public int AnswerBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Most pages of one read.</summary>
    public int Pages { get; init; } = 10_000;

    /// <summary>Most devices, and most sessions, that are known at once; what is beyond is skipped and counted.</summary>
    public int Records { get; init; } = 500_000;

    /// <summary>Most tries of one call, the first one counted.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Largest share of the known devices, per cent, that one full read may take for gone. All of them never are.</summary>
    public int VanishPercent { get; init; } = 30;

    internal IEnumerable<string> Faults()
    {
        foreach (var (name, value, least, most) in new[]
        {
            (nameof(AnswerBytes), AnswerBytes, 65_536, 1024 * 1024 * 1024), (nameof(Pages), Pages, 1, 1_000_000), (nameof(Records), Records, 1, 5_000_000),
            (nameof(Attempts), Attempts, 1, 20), (nameof(VanishPercent), VanishPercent, 1, 100),
        })
        {
            if (value < least || value > most)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"Limits:{name} is '{value}'; allowed: {least} to {most}.");
            }
        }
    }
}
