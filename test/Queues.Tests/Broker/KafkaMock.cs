using System.Runtime.InteropServices;

namespace Clarion.Queues.Tests.Broker;

/// <summary>
/// What the client brings along to stand in for brokers, where a real one is missing: it takes, gives and keeps offsets, but makes no topics when asked by the protocol, and
/// forgets everything when it ends.
/// </summary>
internal sealed partial class KafkaMock : IDisposable
{
    private const string Library = "librdkafka";
    private const int Producer = 0;

    private readonly nint _client;
    private readonly nint _cluster;

    // The package has builds for several systems, and the client takes the first that loads.
    static KafkaMock() => NativeLibrary.SetDllImportResolver(typeof(KafkaMock).Assembly, (name, assembly, path) =>
    {
        var loaded = (nint)0;
        _ = name == Library && new[] { Library, "centos8-librdkafka", "alpine-librdkafka" }.Any(build => NativeLibrary.TryLoad(build, assembly, path, out loaded));
        return loaded;
    });

    public KafkaMock()
    {
        _client = New(Producer, NewConf(), 0, 0);
        _cluster = NewCluster(_client, 1);
    }

    /// <summary>Where it listens.</summary>
    public string Host => Marshal.PtrToStringUTF8(Bootstraps(_cluster))!;

    /// <summary>Makes a topic.</summary>
    public void CreateTopic(string name, int partitions) => Assert.Equal(0, NewTopic(_cluster, name, partitions, 1));

    public void Dispose()
    {
        DestroyCluster(_cluster);
        Destroy(_client);
    }

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    private static partial nint NewConf();

    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    private static partial nint New(int type, nint conf, nint error, nuint errorSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy")]
    private static partial void Destroy(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
    private static partial nint NewCluster(nint client, int brokers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    private static partial void DestroyCluster(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    private static partial nint Bootstraps(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NewTopic(nint cluster, string name, int partitions, int replicas);
}
