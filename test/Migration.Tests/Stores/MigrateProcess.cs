using System.Diagnostics;

namespace Clarion.Migration.Tests.Stores;

/// <summary>The tool's <c>migrate sqlite</c> as a process of its own, so that it can be killed.</summary>
internal sealed class MigrateProcess : IDisposable
{
    private static readonly string ProgramPath = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "../../../../../Cli/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/clarion.dll"));

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private MigrateProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public bool HasEnded => _process.HasExited;

    public static MigrateProcess Start(TestStore store, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { ProgramPath, "migrate", "sqlite" }.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in store.Environment)
        {
            start.Environment[name] = value;
        }

        return new MigrateProcess(Process.Start(start)!);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<(int Code, string Output, string Errors)> EndAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(3));
        await _process.WaitForExitAsync(deadline.Token);
        return (_process.ExitCode, await _output, await _errors);
    }

    /// <summary>Ends it without warning.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
