using Microsoft.Extensions.Options;

namespace Clarion.Grains;

/// <summary>How grains gather and commit (section <c>Clarion:Grains</c>).</summary>
public sealed record GrainsOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion:Grains";

    /// <summary>
    /// Partitions of the delta stream, 1 to 1024. Fixed for the life of a data directory. Every partition tells, and checkpoints, nearly every device of
    /// its campus, so each costs; four carry far more than one process receives. Several silos want more, for partitions are what they share.
    /// </summary>
    public int Partitions { get; init; } = 4;

    /// <summary>How often a partition commits its rollups and tells the entities. What comes again within it costs no further row. In a cluster 15 s unless set.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Within how long a partition commits for the first time after it has come to a silo, when that is sooner: whoever takes over from a silo that died is behind.
    /// </summary>
    public TimeSpan FirstCommit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often entity states become durable.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Open conversations at which a partition commits early; at twice this it stops taking deltas until it could commit.</summary>
    public int MaxOpenConversations { get; init; } = 200_000;

    /// <summary>Entity calls in flight per partition.</summary>
    public int FanOut { get; init; } = 256;

    /// <summary>After this time without a call an entity leaves memory.</summary>
    public TimeSpan IdleAge { get; init; } = TimeSpan.FromMinutes(30);
}

/// <summary>Refuses values that cannot work, and says what can.</summary>
public sealed class GrainsOptionsValidator : IValidateOptions<GrainsOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, GrainsOptions options)
    {
        var faults = new List<string>();
        Check(options.Partitions is >= 1 and <= 1024, nameof(options.Partitions), options.Partitions, "1 to 1024");
        Check(Within(options.CommitInterval, 0.1, 300), nameof(options.CommitInterval), options.CommitInterval, "00:00:00.1 to 00:05:00");
        Check(Within(options.FirstCommit, 0.1, 300), nameof(options.FirstCommit), options.FirstCommit, "00:00:00.1 to 00:05:00");
        Check(Within(options.CheckpointInterval, 0.1, 3600), nameof(options.CheckpointInterval), options.CheckpointInterval, "00:00:00.1 to 01:00:00");
        Check(options.MaxOpenConversations >= 1000, nameof(options.MaxOpenConversations), options.MaxOpenConversations, "at least 1000");
        Check(options.FanOut is >= 1 and <= 10_000, nameof(options.FanOut), options.FanOut, "1 to 10000");
        Check(Within(options.IdleAge, 120, 86_400), nameof(options.IdleAge), options.IdleAge, "00:02:00 to 24:00:00");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check(bool good, string key, object value, string range)
        {
            if (!good)
            {
                faults.Add(FormattableString.Invariant($"{GrainsOptions.Section}:{key} is {value}; allowed: {range}."));
            }
        }
    }

    private static bool Within(TimeSpan value, double minSeconds, double maxSeconds) =>
        value.TotalSeconds >= minSeconds && value.TotalSeconds <= maxSeconds;
}
