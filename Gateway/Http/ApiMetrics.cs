using System.Diagnostics.Metrics;

namespace Clarion.Gateway.Http;

/// <summary>What the API refused (meter <see cref="ClarionApi.MeterName"/>); durations are in the meters of ASP.NET.</summary>
internal sealed class ApiMetrics
{
    private static readonly string[] Reasons = ["key", "host", "sign-in", "saturated", "timeout", "store", "cluster", "fault"];

    private readonly Counter<long> _refused;

    public ApiMetrics(IMeterFactory meters)
    {
        _refused = meters.Create(ClarionApi.MeterName).CreateCounter<long>("clarion.api.refused", "{request}", "Requests refused, by reason.");
        foreach (var reason in Reasons)
        {
            // What has not happened yet is zero, not missing.
            Count(0, reason);
        }
    }

    /// <summary>Counts a refusal: <c>key</c>, <c>host</c>, <c>sign-in</c>, <c>saturated</c>, <c>timeout</c>, <c>store</c>, <c>cluster</c> or <c>fault</c>.</summary>
    public void Refused(string reason) => Count(1, reason);

    private void Count(int requests, string reason) => _refused.Add(requests, new KeyValuePair<string, object?>("reason", reason));
}
