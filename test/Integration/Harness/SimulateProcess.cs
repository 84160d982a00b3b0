using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Clarion.Integration.Harness;

/// <summary>The tool's <c>simulate</c> as a process of its own, with the settings of connectors that it prints.</summary>
public sealed class SimulateProcess : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly string ProgramPath = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "../../../../../Cli/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/clarion.dll"));

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private SimulateProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, e) => Note(e.Data);
    }

    /// <summary>What it wrote on standard error.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>Starts it.</summary>
    public static SimulateProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { ProgramPath, "simulate" }.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        var simulate = new SimulateProcess(new Process { StartInfo = start });
        simulate._process.Start();
        simulate._process.BeginErrorReadLine();
        simulate._process.BeginOutputReadLine();
        return simulate;
    }

    /// <summary>Settings of a connector by name, once they are all there.</summary>
    public async Task<IReadOnlyDictionary<string, string>> SettingsAsync(string connector)
    {
        var prefix = $"Clarion__Connectors__{connector}__";
        await Eventually.TrueAsync(() => Task.FromResult(Errors.Contains(prefix + "CaFile=", StringComparison.Ordinal) || _process.HasExited), Deadline, () => Errors);
        Assert.False(_process.HasExited, Errors);
        return Errors.Split('\n').Where(line => line.StartsWith(prefix, StringComparison.Ordinal)).Select(line => line[prefix.Length..].TrimEnd().Split('=', 2))
            .ToDictionary(parts => parts[0].Replace("__", ":", StringComparison.Ordinal), parts => parts[1], StringComparer.Ordinal);
    }

    /// <summary>Stops it by a signal, and waits. Not that of Ctrl+C, which shells let programs in the background ignore.</summary>
    public async Task<int> StopAsync()
    {
        using var term = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var deadline = new CancellationTokenSource(Deadline);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
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

    private void Note(string? line)
    {
        lock (_errors)
        {
            _errors.AppendLine(line);
        }
    }
}
