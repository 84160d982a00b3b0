using System.Text;
using Clarion.Integration.Harness;

namespace Clarion.Integration.Cluster;

/// <summary>A member of a cluster over its restarts: what has a name, a data directory and roles, and one process after another.</summary>
internal sealed class ClusterMember(string roles, string name, DataDirectory data, IDictionary<string, string> settings) : IAsyncDisposable
{
    private readonly StringBuilder _earlier = new();

    public string Roles => roles;

    public string Name => name;

    public IDictionary<string, string> Settings => settings;

    public DataDirectory Data { get; } = data;

    /// <summary>What the data directory lies on, when that is a disk of its own.</summary>
    public SmallDisk? Disk { get; init; }

    /// <summary>The build that its next process is of.</summary>
    public string Program { get; set; } = ClarionProcess.TodaysProgram;

    /// <summary>The process that runs, or ran last.</summary>
    public ClarionProcess Process { get; private set; } = null!;

    /// <summary>What its processes have written.</summary>
    public string Output => $"--- {Name}: {Roles}\n{_earlier}{Process?.Output}";

    /// <summary>Starts a process, on what the one before it has left, and waits until it is ready.</summary>
    public async Task<ClarionProcess> StartAsync()
    {
        await RelaunchAsync();
        await Process.ReadyAsync();
        return Process;
    }

    /// <summary>Starts a process, on what the one before it has left, without waiting.</summary>
    public async Task<ClarionProcess> RelaunchAsync()
    {
        if (Process is { } before)
        {
            _earlier.AppendLine(before.Output);
            await before.DisposeAsync();
        }

        return Launch();
    }

    /// <summary>Starts the first process without waiting.</summary>
    public ClarionProcess Launch() => Process = ClarionProcess.LaunchBuild(Program, Data.Path, settings.AsReadOnly(), "--roles", roles);

    public async ValueTask DisposeAsync()
    {
        if (Process is { } process)
        {
            await process.DisposeAsync();
        }

        Disk?.Dispose();
        Data.Dispose();
    }
}
