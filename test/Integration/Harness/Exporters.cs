using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Clarion.Integration.Harness;

/// <summary>What the API says of exporters. Gateways report them every few seconds.</summary>
public static class Exporters
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Waits for the report in which an exporter has sent this many records, and fails when it has sent more.</summary>
    public static async Task<JsonElement> HavingSentAsync(ClarionProcess clarion, IPAddress address, long records)
    {
        JsonElement list = default;
        JsonElement found = default;
        await Eventually.TrueAsync(
            async () =>
            {
                list = await clarion.GetAsync("/api/v1/exporters?limit=1000");
                found = list.GetProperty("items").EnumerateArray()
                    .FirstOrDefault(e => string.Equals(e.GetProperty("address").GetString(), address.ToString(), StringComparison.Ordinal));
                return found.ValueKind == JsonValueKind.Object && found.GetProperty("records").GetInt64() >= records;
            },
            Deadline,
            () => $"Exporters: {list}\n{clarion.Output}");
        Assert.Equal(records, found.GetProperty("records").GetInt64());
        return await clarion.GetAsync(string.Create(
            CultureInfo.InvariantCulture, $"/api/v1/exporters/{address}/{found.GetProperty("domainId").GetUInt32()}"));
    }
}
