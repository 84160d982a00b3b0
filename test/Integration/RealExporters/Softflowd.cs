using System.Globalization;
using System.Text.RegularExpressions;
using Clarion.Integration.Harness;

namespace Clarion.Integration.RealExporters;

/// <summary>The exporter softflowd.</summary>
internal static class Softflowd
{
    /// <summary>Lets it see the sample traffic and stops it, upon which it exports all flows.</summary>
    public static async Task ExportAsync(Bench bench, int version)
    {
        var control = bench.File("softflowd.ctl");
        await using var exporter = Tool.Start(
            "softflowd", "-d", "-i", bench.Interface, "-n", bench.Collector, "-v", version.ToString(CultureInfo.InvariantCulture),
            "-T", version == 5 ? "full" : "ether", "-B", "8388608", "-m", "100000", "-c", control, "-p", bench.File("softflowd.pid"));
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(control)), Bench.Deadline, () => "softflowd did not start.");
        await bench.SendAsync();

        // The kernel hands over its capture in blocks, and softflowd waits until one is full: frames that are no flows push the last ones out.
        var statistics = "";
        await Eventually.TrueAsync(
            async () =>
            {
                await bench.SendFillerAsync();
                statistics = await Tool.RunAsync("softflowctl", "-c", control, "statistics");
                return Regex.IsMatch(statistics, $"Packets processed: *{SampleTraffic.Packets}\\b", RegexOptions.None, Bench.Deadline);
            },
            Bench.Deadline,
            () => statistics);
        await Tool.RunAsync("softflowctl", "-c", control, "shutdown");
        await Eventually.TrueAsync(() => Task.FromResult(!File.Exists(control)), Bench.Deadline, () => "softflowd did not stop.");
    }
}
