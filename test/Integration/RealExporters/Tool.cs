using System.Diagnostics;

namespace Clarion.Integration.RealExporters;

/// <summary>A program of the system, found where distributions put it.</summary>
internal sealed class Tool : IAsyncDisposable
{
    private static readonly string[] Folders = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private Tool(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static string? Find(string name) => Folders.Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);

    /// <summary>Skips the test, saying how to get it, unless every program is there.</summary>
    public static void Require(params (string Program, string Package)[] tools)
    {
        var missing = tools.Where(t => Find(t.Program) is null).Select(t => t.Package).Distinct(StringComparer.Ordinal).ToList();
        Assert.SkipWhen(missing.Count > 0, $"Needs real programs; install them with: apt-get install {string.Join(' ', missing)}");
    }

    public static Tool Start(string name, params string[] arguments) => new(Process.Start(new ProcessStartInfo(Find(name)!, arguments)
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    /// <summary>Runs to the end and gives what it printed; fails the test when it fails.</summary>
    public static async Task<string> RunAsync(string name, params string[] arguments)
    {
        await using var tool = Start(name, arguments);
        var (code, text) = await tool.EndAsync();
        Assert.True(code == 0, $"{name} {string.Join(' ', arguments)} ended with {code}:\n{text}");
        return text;
    }

    /// <summary>Sends a signal (INT, TERM) and waits for the end.</summary>
    public async Task<string> SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        return (await EndAsync()).Text;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<(int Code, string Text)> EndAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(deadline.Token);
        return (_process.ExitCode, await _output + await _errors);
    }
}
