using System.Globalization;
using Microsoft.Extensions.Options;

namespace Clarion.Queues;

/// <summary>Refuses values that cannot work, and says what can. Never repeats a value that may hold a password.</summary>
public sealed class QueueOptionsValidator : IValidateOptions<QueueOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, QueueOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        if (!QueueKinds.Known.Any(options.Is))
        {
            faults.Add($"{QueueOptions.Section}:Kind is '{options.Kind}'; known kinds: {string.Join(", ", QueueKinds.Known)}.");
        }
        else if (!options.Is(QueueKinds.Memory))
        {
            CheckConnection(options, faults);
        }

        Check(options.MaxQueueBytes >= 1 << 20, nameof(options.MaxQueueBytes), options.MaxQueueBytes, "at least 1048576");
        Check(options.Prefetch is >= 10 and <= 10_000, nameof(options.Prefetch), options.Prefetch, "10 to 10000");
        Check(Within(options.SettleInterval, 0.01, 60), nameof(options.SettleInterval), options.SettleInterval, "00:00:00.01 to 00:01:00");
        Check(Within(options.DeliveryPatience, 1, 7 * 86_400), nameof(options.DeliveryPatience), options.DeliveryPatience, "00:00:01 to 7.00:00:00");
        Check(options.DeliveryBatch is >= 1 and <= 64, nameof(options.DeliveryBatch), options.DeliveryBatch, "1 to 64");
        Check(options.MaxDeadLetters is >= 1 and <= 10_000, nameof(options.MaxDeadLetters), options.MaxDeadLetters, "1 to 10000");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check(bool good, string key, object value, string range)
        {
            if (!good)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{QueueOptions.Section}:{key} is {value}; allowed: {range}."));
            }
        }
    }

    private static void CheckConnection(QueueOptions options, List<string> faults)
    {
        var example = $"{QueueOptions.Section.Replace(":", "__", StringComparison.Ordinal)}__Hosts__0=rabbit1.example.org:5672";
        if (options.Hosts.Count == 0)
        {
            faults.Add($"{QueueOptions.Section}:Hosts is empty; name the nodes of the broker, e.g. {example}.");
        }

        for (var i = 0; i < options.Hosts.Count; i++)
        {
            if (!BrokerHost.TryParse(options.Hosts[i], 1, out _))
            {
                faults.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{QueueOptions.Section}:Hosts:{i} is no host or host:port, e.g. {example}. Account and password go into UserName and Password."));
            }
        }

        if (options.UserName.Length == 0 || options.Password.Length == 0)
        {
            faults.Add($"{QueueOptions.Section}: the broker asks for an account; set UserName and Password.");
        }

        if (options.Prefix.Length is 0 or > 64 || !options.Prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            faults.Add($"{QueueOptions.Section}:Prefix is '{options.Prefix}'; allowed: 1 to 64 letters, digits, hyphens, dots and underscores.");
        }
    }

    private static bool Within(TimeSpan value, double minSeconds, double maxSeconds) =>
        value.TotalSeconds >= minSeconds && value.TotalSeconds <= maxSeconds;
}
