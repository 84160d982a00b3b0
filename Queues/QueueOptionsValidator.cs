using System.Globalization;
using Clarion.Queues.Kafka;
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

        if (options.Is(QueueKinds.Kafka))
        {
            Check(options.ReplicationFactor is >= 0 and <= 100, nameof(options.ReplicationFactor), options.ReplicationFactor, "0 to 100");
            Check(options.MaxMessageBytes is >= 4 << 20 and <= 256 << 20, nameof(options.MaxMessageBytes), options.MaxMessageBytes, "4194304 to 268435456");
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
        var example = $"{QueueOptions.Section.Replace(":", "__", StringComparison.Ordinal)}__Hosts__0={(options.Is(QueueKinds.Kafka) ? "kafka1.example.org:9092" : "rabbit1.example.org:5672")}";
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

        if (options.Is(QueueKinds.Kafka))
        {
            CheckKafka(options, faults);
        }
        else if (options.UserName.Length == 0 || options.Password.Length == 0)
        {
            faults.Add($"{QueueOptions.Section}: the broker asks for an account; set UserName and Password.");
        }

        if (options.Prefix.Length is 0 or > 64 || !options.Prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            faults.Add($"{QueueOptions.Section}:Prefix is '{options.Prefix}'; allowed: 1 to 64 letters, digits, hyphens, dots and underscores.");
        }
    }

    private static void CheckKafka(QueueOptions options, List<string> faults)
    {
        if (options.UserName.Length == 0 != (options.Password.Length == 0))
        {
            faults.Add($"{QueueOptions.Section}: UserName and Password go together; set both, or neither when the broker asks for no account.");
        }

        if (!KafkaMechanisms.IsKnown(options.SaslMechanism))
        {
            faults.Add($"{QueueOptions.Section}:SaslMechanism is '{options.SaslMechanism}'; known: {string.Join(", ", KafkaMechanisms.Known)}.");
        }
        else if (options.UserName.Length > 0 && !options.Tls && options.SaslMechanism.Equals(KafkaMechanisms.Plain, StringComparison.OrdinalIgnoreCase))
        {
            faults.Add($"{QueueOptions.Section}:SaslMechanism is {KafkaMechanisms.Plain}, which shows the password to everyone on the way; set Tls, or another mechanism.");
        }

        foreach (var (key, file) in new[] { (nameof(options.CaFile), options.CaFile), (nameof(options.CertificateFile), options.CertificateFile) })
        {
            if (file.Length > 0 && !(options.Tls && File.Exists(file)))
            {
                faults.Add($"{QueueOptions.Section}:{key} is '{file}'; {(options.Tls ? "there is no such file" : "it has no use unless Tls is true")}.");
            }
        }
    }

    private static bool Within(TimeSpan value, double minSeconds, double maxSeconds) =>
        value.TotalSeconds >= minSeconds && value.TotalSeconds <= maxSeconds;
}
