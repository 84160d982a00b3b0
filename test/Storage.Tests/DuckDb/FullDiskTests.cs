using System.Diagnostics;
using Clarion.Storage.Contracts;
using Clarion.Storage.Tests.Contracts;

namespace Clarion.Storage.Tests.DuckDb;

/// <summary>A full disk refuses, loses nothing that was accepted, and is over as soon as there is room.</summary>
public sealed class FullDiskTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_is_named_and_the_store_goes_on_when_there_is_room()
    {
        var mount = Directory.CreateTempSubdirectory("clarion-full-disk-").FullName;
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || Run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", mount) != 0)
        {
            Directory.Delete(mount);
            Assert.Skip("Needs the right to mount a small tmpfs (Linux, root).");
        }

        try
        {
            var ballast = Path.Combine(mount, "ballast");
            await File.WriteAllBytesAsync(ballast, new byte[32 << 20], Cancel);
            await FillAsync(Path.Combine(mount, "data"), ballast);
        }
        finally
        {
            Run("umount", mount);
            Directory.Delete(mount);
        }
    }

    private static async Task FillAsync(string directory, string ballast)
    {
        await using var store = await DuckDbFixture.OpenAsync(directory);
        using var flows = Samples.Flows(20_000);
        var stored = 0L;
        StoreUnavailableException? refused = null;
        for (var window = 1; refused is null && window < 200; window++)
        {
            try
            {
                await store.Flows.AppendAsync([Samples.Logged(window, flows)], Cancel);
                stored += flows.Count;
            }
            catch (StoreUnavailableException fault)
            {
                refused = fault;
            }
        }

        Assert.NotNull(refused);
        Assert.True(stored > 0);
        Assert.Contains("disk", refused.Message, StringComparison.Ordinal);

        File.Delete(ballast);
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await store.Flows.AppendAsync([Samples.Logged(1000, flows)], Cancel);
                break;
            }
            catch (StoreUnavailableException) when (deadline.Elapsed < TimeSpan.FromSeconds(20))
            {
                // The first call after a fault may find the file being opened again.
            }
        }

        Assert.Equal(stored + flows.Count, await store.Flows.CountStoredAsync(Cancel));
        await store.RestartAsync();
        Assert.Equal(stored + flows.Count, await store.Flows.CountStoredAsync(Cancel));
        Assert.Null((await store.Maintenance.ReportAsync(Cancel)).Fault);
    }

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(program, arguments);
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
