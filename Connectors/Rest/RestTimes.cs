using System.Globalization;

namespace Clarion.Connectors.Rest;

/// <summary>Times of a client of a platform's REST API.</summary>
public sealed record RestTimes
{
    /// <summary>Longest time to connect, TLS included.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time a call stays silent, from the request to its answer and within the answer.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time one call may take altogether, however lively it is.</summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>From one read of devices to the next.</summary>
    public TimeSpan Devices { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>From one read of active sessions to the next.</summary>
    public TimeSpan Sessions { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>From one read of everything to the next, where the platform can tell what changed; elsewhere every read is of everything.</summary>
    public TimeSpan FullPass { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How far before the last good read the next one reaches back.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>After how long what still holds is told again, although unchanged: addresses and sessions end by themselves after a day of silence.</summary>
    public TimeSpan Restate { get; init; } = TimeSpan.FromHours(12);

    /// <summary>First wait after a failure; doubled each time, with jitter.</summary>
    public TimeSpan RetryFirst { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait after failures.</summary>
    public TimeSpan RetryLast { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest <c>Retry-After</c> that is waited for within a read; a longer one ends the read, and the next begins after it.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMinutes(2);

    internal IEnumerable<string> Faults()
    {
        var day = TimeSpan.FromDays(1);
        foreach (var (name, value, most) in new[]
        {
            (nameof(Connect), Connect, day), (nameof(Silence), Silence, day), (nameof(Call), Call, day), (nameof(Devices), Devices, day),
            (nameof(Sessions), Sessions, TimeSpan.FromHours(12)), (nameof(FullPass), FullPass, TimeSpan.FromDays(7)), (nameof(Overlap), Overlap, day),
            (nameof(Restate), Restate, TimeSpan.FromHours(20)), (nameof(RetryFirst), RetryFirst, RetryLast), (nameof(RetryLast), RetryLast, day),
            (nameof(RetryAfter), RetryAfter, TimeSpan.FromHours(1)),
        })
        {
            if (value < TimeSpan.FromMilliseconds(1) || value > most)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"Times:{name} is '{value}'; allowed: above zero, to {most}.");
            }
        }
    }
}
