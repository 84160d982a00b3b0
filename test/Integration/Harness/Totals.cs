using System.Globalization;

namespace Clarion.Integration.Harness;

/// <summary>What the API says was counted.</summary>
public static class Totals
{
    /// <summary>Waits until the rollups contain this many flows, and fails when they contain more.</summary>
    public static async Task AppliedAsync(ClarionProcess clarion, long flows, TimeSpan deadline)
    {
        var seen = 0L;
        await Eventually.TrueAsync(
            async () => (seen = await RolledUpAsync(clarion)) >= flows,
            deadline,
            () => string.Create(CultureInfo.InvariantCulture, $"Rollups hold {seen} of {flows} flows.\n{clarion.Output}"));
        Assert.Equal(flows, seen);
    }

    /// <summary>Flows in the rollups.</summary>
    public static async Task<long> RolledUpAsync(ClarionProcess clarion) =>
        (await clarion.GetAsync("/api/v1/flows/summary?from=now-24h&to=now%2B1h")).GetProperty("flows").GetInt64();

    /// <summary>Flows in the log.</summary>
    public static async Task<long> StoredAsync(ClarionProcess clarion) =>
        (await clarion.GetAsync("/api/v1/overview")).GetProperty("stored").GetProperty("flows").GetInt64();
}
