using System.Diagnostics;
using System.Text.Json;
using Clarion.Integration.Harness;
using Clarion.Migration.Tests.Sources;

namespace Clarion.Integration.Migration;

/// <summary>What users of the older Clarion find when this one starts after the migration.</summary>
public sealed class MigratedTests
{
    private const string Then = "from=2025-12-01T00:00:00Z&to=2026-01-15T00:00:00Z";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static readonly string ProgramPath = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "../../../../../Cli/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/clarion.dll"));

    [Fact]
    public async Task Users_find_their_devices_groups_people_policies_places_and_history_again()
    {
        using var data = new DataDirectory();
        await MigrateAsync(LegacyFiles.Small, data.Path);
        await using var clarion = await ClarionProcess.StartAsync(data.Path);

        // Partitions tell the devices what was committed in their place.
        await Eventually.TrueAsync(
            async () => Items(await clarion.GetAsync("/api/v1/devices?limit=1000")).Count(device => !device.GetProperty("id").GetString()!.StartsWith("ip:", StringComparison.Ordinal)) >= 350,
            Deadline, () => "The devices did not come:\n" + clarion.Output);
        var summary = await clarion.GetAsync($"/api/v1/flows/summary?{Then}&by=src.device");
        Assert.Equal(2455, summary.GetProperty("flows").GetInt64());
        Assert.NotEmpty(Items(await clarion.GetAsync($"/api/v1/matrix?{Then}")));

        Assert.Contains(Items(await clarion.GetAsync("/api/v1/users?q=hdavis0000")), user => user.GetRawText().Contains("Harper Davis", StringComparison.Ordinal));
        Assert.Equal(41, Items(await clarion.GetAsync("/api/v1/locations")).Count);
        Assert.Equal(63, Items(await clarion.GetAsync("/api/v1/subnets")).Count);
        Assert.Equal(6, Items(await clarion.GetAsync("/api/v1/trustsec/matrix?connector=legacy")).Count);
        var groups = (await clarion.GetAsync("/api/v1/search?q=Corporate")).GetRawText();
        Assert.Contains("Corporate Laptops", groups, StringComparison.Ordinal);
        Assert.Contains("Corporate Laptops (102)", groups, StringComparison.Ordinal);

        // The session of the past, the group of now.
        var then = await clarion.GetAsync("/api/v1/addresses/10.2.30.19?at=2025-12-30T10:05:00Z");
        Assert.Contains("66:d7:fc:0e:39:55", then.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("hdavis0000", then.GetRawText(), StringComparison.Ordinal);

        var kept = await clarion.GetAsync("/api/v1/legacy");
        Assert.NotNull(kept[0].GetProperty("finishedAt").GetString());
        Assert.Equal(19, Items(await clarion.GetAsync("/api/v1/legacy/legacy/policy_recommendations")).Count);
    }

    private static List<JsonElement> Items(JsonElement answer) =>
        [.. (answer.ValueKind == JsonValueKind.Array ? answer : answer.GetProperty("items")).EnumerateArray()];

    private static async Task MigrateAsync(string file, string directory)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [ProgramPath, "migrate", "sqlite", "--from", file, "--data", directory])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await output + await errors);
    }
}
