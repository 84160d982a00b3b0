using Microsoft.Extensions.Options;

namespace Clarion.Storage.Upkeep;

/// <summary>How long data is kept (section <c>Clarion:Retention</c>).</summary>
public sealed record RetentionOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion:Retention";

    /// <summary>Raw flows, by whole hours of arrival (embedded: days); after it they become biflows.</summary>
    public TimeSpan RawFlows { get; init; } = TimeSpan.FromHours(48);

    /// <summary>Biflows, since their flows arrived. Not longer than <see cref="RawFlows"/>: none are made.</summary>
    public TimeSpan Biflows { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Conversations in five-minute buckets.</summary>
    public TimeSpan Conversations5m { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Conversations and device pairs in hours.</summary>
    public TimeSpan Conversations1h { get; init; } = TimeSpan.FromDays(31);

    /// <summary>Traffic, device, switch and group usage in five-minute buckets.</summary>
    public TimeSpan Usage5m { get; init; } = TimeSpan.FromDays(31);

    /// <summary>Hourly and daily rollups.</summary>
    public TimeSpan Rollups { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Health of exporters, by minute.</summary>
    public TimeSpan ExporterHealth { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Facts about identity, which answer for moments of the past; what still holds is kept however old it is.</summary>
    public TimeSpan Identity { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Bindings that have ended.</summary>
    public TimeSpan Bindings { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Who changed what.</summary>
    public TimeSpan Audit { get; init; } = TimeSpan.FromDays(365);

    /// <summary>What happened where the network lets devices in: failed authentications, steps of network control.</summary>
    public TimeSpan AccessEvents { get; init; } = TimeSpan.FromDays(30);
}

/// <summary>Refuses values that cannot work, and says what can.</summary>
public sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        var faults = new List<string>();
        Check(options.RawFlows, nameof(options.RawFlows));
        Check(options.Biflows, nameof(options.Biflows));
        Check(options.Conversations5m, nameof(options.Conversations5m));
        Check(options.Conversations1h, nameof(options.Conversations1h));
        Check(options.Usage5m, nameof(options.Usage5m));
        Check(options.Rollups, nameof(options.Rollups));
        Check(options.ExporterHealth, nameof(options.ExporterHealth));
        Check(options.Identity, nameof(options.Identity));
        Check(options.Bindings, nameof(options.Bindings));
        Check(options.Audit, nameof(options.Audit));
        Check(options.AccessEvents, nameof(options.AccessEvents));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        // An hour is the least that leaves a crashed process time to come back and read its log again.
        void Check(TimeSpan value, string key)
        {
            if (value < TimeSpan.FromHours(1) || value > TimeSpan.FromDays(36_500))
            {
                faults.Add(FormattableString.Invariant($"{RetentionOptions.Section}:{key} is {value}; allowed: 01:00:00 to 36500.00:00:00."));
            }
        }
    }
}
