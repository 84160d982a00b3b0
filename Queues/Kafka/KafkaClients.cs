using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Clarion.Queues.Kafka;

/// <summary>Makes the client's objects with the settings they share.</summary>
internal sealed class KafkaClients(QueueOptions options, ILogger logger)
{
    // Headers of a message and of the protocol, over the bytes of a window.
    private const int Overhead = 64 << 10;

    // Of messages that were fetched and not asked for yet, per partition.
    private const int FetchedKilobytes = 8 << 10;

    // Of messages that wait to be sent. Publishers wait for each of theirs, so there are never more than a window per lane and partition.
    private const int QueuedKilobytes = 128 << 10;

    /// <summary>How long the broker may take for a question.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(5);

    /// <summary>How long it may take to confirm a message.</summary>
    public static TimeSpan ConfirmPatience { get; } = TimeSpan.FromSeconds(20);

    /// <summary>The largest message with what stands beside its bytes.</summary>
    public int MaxRecordBytes => options.MaxMessageBytes + Overhead;

    /// <summary>Sends, in order and each message once, and hears when all replicas in sync have it.</summary>
    public IProducer<string?, byte[]?> Producer() => new ProducerBuilder<string?, byte[]?>(Settings(
            new ProducerConfig
            {
                Acks = Acks.All,
                EnableIdempotence = true,
                LingerMs = 2,
                MessageTimeoutMs = (int)ConfirmPatience.TotalMilliseconds,
                MessageMaxBytes = MaxRecordBytes,
                QueueBufferingMaxKbytes = QueuedKilobytes,
            },
            "publish"))
        .SetLogHandler(Log)
        .Build();

    /// <summary>Reads what it is assigned, and commits only what it is told to.</summary>
    /// <param name="group">The group of its offsets.</param>
    /// <param name="lost">Hears that no broker answers, on the thread that reads.</param>
    public IConsumer<string?, byte[]?> Consumer(string group, Action<Error> lost) => new ConsumerBuilder<string?, byte[]?>(Settings(
            new ConsumerConfig
            {
                GroupId = group,
                EnableAutoCommit = false,
                EnableAutoOffsetStore = false,
                EnablePartitionEof = true,
                AutoOffsetReset = AutoOffsetReset.Earliest,
                AllowAutoCreateTopics = false,
                QueuedMaxMessagesKbytes = FetchedKilobytes,
                MaxPartitionFetchBytes = MaxRecordBytes,
                FetchMaxBytes = Math.Max(MaxRecordBytes, FetchedKilobytes << 10),
            },
            "consume"))
        .SetErrorHandler((_, error) =>
        {
            if (error.IsFatal || error.Code is ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Authentication)
            {
                lost(error);
            }
        })
        .SetLogHandler(Log)
        .Build();

    private T Settings<T>(T config, string purpose)
        where T : ClientConfig
    {
        config.BootstrapServers = string.Join(',', options.Hosts.Select(Server));
        config.ClientId = $"{options.Prefix}: {purpose}";
        config.SocketTimeoutMs = (int)ConfirmPatience.TotalMilliseconds;
        config.SocketKeepaliveEnable = true;
        config.ReconnectBackoffMaxMs = 2000;
        config.SecurityProtocol = (options.Tls, options.UserName.Length > 0) switch
        {
            (true, true) => SecurityProtocol.SaslSsl,
            (true, false) => SecurityProtocol.Ssl,
            (false, true) => SecurityProtocol.SaslPlaintext,
            (false, false) => SecurityProtocol.Plaintext,
        };
        if (options.UserName.Length > 0)
        {
            config.SaslMechanism = KafkaMechanisms.Of(options.SaslMechanism);
            config.SaslUsername = options.UserName;
            config.SaslPassword = options.Password;
        }

        if (options.CaFile.Length > 0)
        {
            config.SslCaLocation = options.CaFile;
        }

        if (options.CertificateFile.Length > 0)
        {
            config.SslKeystoreLocation = options.CertificateFile;
            config.SslKeystorePassword = options.CertificatePassword;
        }

        return config;
    }

    private static string Server(string text) => BrokerHost.TryParse(text, 9092, out var host)
        ? string.Create(CultureInfo.InvariantCulture, $"{(host.Name.Contains(':', StringComparison.Ordinal) ? $"[{host.Name}]" : host.Name)}:{host.Port}")
        : throw new FormatException($"{QueueOptions.Section}:Hosts has an entry that is no host.");

    // What matters comes as an exception or an error too, and is said once there.
    private void Log<T>(T client, LogMessage message) => QueueLog.Client(logger, message.Facility, message.Message);
}
