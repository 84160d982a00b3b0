using System.Diagnostics;
using System.Globalization;

namespace Clarion.Integration.Harness;

/// <summary>A file system of its own that can be full, in memory.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const string Roomy = "1g";

    private static readonly Lazy<bool> Possible = new(() =>
    {
        using var folder = new DataDirectory();
        using var disk = TryMount(folder.Path);
        return disk is not null;
    });

    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Skips the test where no file system may be mounted.</summary>
    public static void Require() => Assert.SkipUnless(
        Possible.Value, "Needs root and the right to mount a file system (CAP_SYS_ADMIN), to have a disk that can be full.");

    /// <summary>Mounts one at a folder, which is made; null where that is not allowed.</summary>
    public static SmallDisk? TryMount(string path)
    {
        Directory.CreateDirectory(path);
        return Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", $"size={Roomy},mode=1777", "tmpfs", path) ? new SmallDisk(path) : null;
    }

    /// <summary>Leaves no room.</summary>
    public void Fill()
    {
        // What is written in between may need a page more than was asked for.
        for (var attempt = 0; ; attempt++)
        {
            var drive = new DriveInfo(Path);
            if (Run("mount", "-o", string.Create(CultureInfo.InvariantCulture, $"remount,size={drive.TotalSize - drive.TotalFreeSpace}"), Path))
            {
                return;
            }

            Assert.True(attempt < 100, $"{Path} could not be made small.");
        }
    }

    /// <summary>Gives room again.</summary>
    public void Free() => Assert.True(Run("mount", "-o", $"remount,size={Roomy}", Path));

    public void Dispose()
    {
        // Lazily: a process that was killed may not have let go yet.
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
