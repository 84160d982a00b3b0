using Microsoft.Extensions.Options;

namespace Clarion.Storage.DuckDb;

/// <summary>The embedded engine (section <c>Clarion:DuckDb</c>). The directory itself is <c>Clarion:DataDirectory</c>.</summary>
public sealed record DuckDbOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion:DuckDb";

    /// <summary>Memory the engine may use, MiB; 0 = a quarter of the machine's, between 512 and 4096. Larger work spills to disk.</summary>
    public int MemoryLimitMegabytes { get; init; }

    /// <summary>Threads the engine may use for one statement; 0 = half the processors, so that a query leaves room for collecting.</summary>
    public int Threads { get; init; }

    /// <summary>Queries that run at the same time; more wait.</summary>
    public int ReadConnections { get; init; } = 4;

    /// <summary>Queries that may wait; more are refused.</summary>
    public int ReadQueue { get; init; } = 1024;

    /// <summary>Size of the write-ahead log at which it is merged into the file, MiB. Larger: fewer pauses, longer start after a crash.</summary>
    public int CheckpointMegabytes { get; init; } = 512;

    /// <summary>Resolved data directory, set from <see cref="StorageOptions.DataDirectoryKey"/>.</summary>
    internal string DataDirectory { get; set; } = "data";
}

/// <summary>Refuses values that cannot work, and says what can.</summary>
public sealed class DuckDbOptionsValidator : IValidateOptions<DuckDbOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, DuckDbOptions options)
    {
        var faults = new List<string>();
        Check(options.MemoryLimitMegabytes is 0 or (>= 128 and <= 1_048_576), nameof(options.MemoryLimitMegabytes), options.MemoryLimitMegabytes, "0 (automatic) or 128 to 1048576");
        Check(options.Threads is >= 0 and <= 256, nameof(options.Threads), options.Threads, "0 (automatic) to 256");
        Check(options.ReadConnections is >= 1 and <= 64, nameof(options.ReadConnections), options.ReadConnections, "1 to 64");
        Check(options.ReadQueue is >= 1 and <= 65_536, nameof(options.ReadQueue), options.ReadQueue, "1 to 65536");
        Check(options.CheckpointMegabytes is >= 1 and <= 65_536, nameof(options.CheckpointMegabytes), options.CheckpointMegabytes, "1 to 65536");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check(bool good, string key, int value, string range)
        {
            if (!good)
            {
                faults.Add(FormattableString.Invariant($"{DuckDbOptions.Section}:{key} is {value}; allowed: {range}."));
            }
        }
    }
}
