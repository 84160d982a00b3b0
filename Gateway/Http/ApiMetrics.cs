using System.Diagnostics.Metrics;

namespace Clarion.Gateway.Http;

/// <summary>What the API refused (meter <see cref="ClarionApi.MeterName"/>); durations are in the meters of ASP.NET.</summary>
internal sealed class ApiMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _refused =
        meters.Create(ClarionApi.MeterName).CreateCounter<long>("clarion.api.refused", "{request}", "Requests refused, by reason.");

    /// <summary>Counts a refusal: <c>key</c>, <c>host</c>, <c>saturated</c>, <c>timeout</c>, <c>store</c>, <c>cluster</c> or <c>fault</c>.</summary>
    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
