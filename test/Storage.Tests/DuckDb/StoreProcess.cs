using System.Diagnostics;
using System.Globalization;
using Clarion.Storage.Tests.Contracts;

namespace Clarion.Storage.Tests.DuckDb;

/// <summary>
/// Another process that appends windows of <see cref="WindowFlows"/> flows for as long as it lives and says which are committed. It is this
/// test program itself, started with an environment variable that makes <see cref="Program"/> append instead of test.
/// </summary>
internal sealed class StoreProcess : IDisposable
{
    public const int WindowFlows = 5000;
    private const string DirectoryVariable = "CLARION_TEST_APPEND_TO";

    private readonly Process _process;

    private StoreProcess(Process process) => _process = process;

    /// <summary>The last window it said was committed.</summary>
    public long Committed { get; private set; }

    /// <summary>Starts the process and waits for its first commit.</summary>
    public static async Task<StoreProcess> StartAsync(string directory, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(StoreProcess).Assembly.Location);
        }

        start.Environment[DirectoryVariable] = directory;
        var store = new StoreProcess(Process.Start(start)!);
        await store.WaitAsync(1, cancellationToken);
        return store;
    }

    /// <summary>Waits until a window is committed.</summary>
    public async Task WaitAsync(long window, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (Committed < window)
        {
            var line = await _process.StandardOutput.ReadLineAsync(deadline.Token)
                ?? throw new InvalidOperationException("The appending process ended by itself.");
            Committed = long.Parse(line, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Ends it without warning and reads what it had said until then.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            Committed = long.TryParse(line, CultureInfo.InvariantCulture, out var window) ? window : Committed;
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>What the other process does; false when this process is none.</summary>
    public static async Task<bool> RunAsync()
    {
        if (Environment.GetEnvironmentVariable(DirectoryVariable) is not { Length: > 0 } directory)
        {
            return false;
        }

        var store = DuckDbFixture.Create(directory);
        await store.Maintenance.OpenAsync(CancellationToken.None);
        for (var window = 1L; ; window++)
        {
            using var flows = Samples.Flows(WindowFlows);
            await store.Flows.AppendAsync([Samples.Logged(window, flows)], CancellationToken.None);
            Console.WriteLine(window.ToString(CultureInfo.InvariantCulture));
        }
    }
}
