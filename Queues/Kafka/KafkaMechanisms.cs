using Confluent.Kafka;

namespace Clarion.Queues.Kafka;

/// <summary>Ways to prove an account to Kafka, by the name that configuration gives.</summary>
internal static class KafkaMechanisms
{
    /// <summary>The password itself; only over TLS.</summary>
    public const string Plain = "PLAIN";

    private static readonly Dictionary<string, SaslMechanism> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SCRAM-SHA-512"] = SaslMechanism.ScramSha512,
        ["SCRAM-SHA-256"] = SaslMechanism.ScramSha256,
        [Plain] = SaslMechanism.Plain,
    };

    /// <summary>All names.</summary>
    public static IReadOnlyCollection<string> Known => ByName.Keys;

    /// <summary>The client's word for a name.</summary>
    public static SaslMechanism Of(string name) => ByName[name];

    /// <summary>True for a name that is known.</summary>
    public static bool IsKnown(string name) => ByName.ContainsKey(name);
}
