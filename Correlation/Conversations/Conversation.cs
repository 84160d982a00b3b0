using System.Runtime.InteropServices;

namespace Clarion.Correlation.Conversations;

/// <summary>
/// What flows are folded by: two ends with the server's port, where they were seen, and the five-minute bucket of their end time.
/// Blittable, no padding (68 bytes), so that it hashes and travels as bytes.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public record struct ConversationKey
{
    /// <summary>Address of the client; for an external client the network of its prefix (/24 or /48).</summary>
    public UInt128 Client;

    /// <summary>Address of the server; for an external server the network of its prefix.</summary>
    public UInt128 Server;

    /// <summary>IE 95 as in <see cref="Clarion.Flows.FlowBatch.ApplicationId"/>; 0 = unknown.</summary>
    public ulong Application;

    /// <summary>Five-minute bucket: Unix seconds divided by 300.</summary>
    public uint Bucket;

    /// <summary>Interface of the exporter that faces the client; 0 = unknown.</summary>
    public uint ClientInterface;

    /// <summary>Interface of the exporter that faces the server; 0 = unknown.</summary>
    public uint ServerInterface;

    /// <summary>Index into the exporter list that travels with the rows.</summary>
    public int Exporter;

    /// <summary>Server port; for ICMP type * 256 + code; 0 for protocols without ports.</summary>
    public ushort ServerPort;

    /// <summary>VLAN; 0 = unknown.</summary>
    public ushort Vlan;

    /// <summary>Security group of the client; 0 = unknown.</summary>
    public ushort ClientSgt;

    /// <summary>Security group of the server; 0 = unknown.</summary>
    public ushort ServerSgt;

    /// <summary>IANA protocol number.</summary>
    public byte Protocol;

    /// <summary>Which ends are inside the configured address spaces.</summary>
    public ConversationSides Internal;

    /// <summary>What became of the row on its way into the rollups; none before. (Two bytes keep the size a multiple of four.)</summary>
    public ConversationMarks Marks;
}

/// <summary>What is to be known of a row of the rollups beside its key.</summary>
[Flags]
public enum ConversationMarks : ushort
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><see cref="ConversationKey.ClientSgt"/> was not in the flows; it is what was known of the client.</summary>
    ClientSgtLearnt = 1,

    /// <summary><see cref="ConversationKey.ServerSgt"/> was not in the flows; it is what was known of the server.</summary>
    ServerSgtLearnt = 2,

    /// <summary>The row takes an earlier one back that is the same but for this mark: its counters are to be subtracted.</summary>
    Withdrawn = 4,

    /// <summary>The row stays as it is: it is from before rows said how their groups were learnt.</summary>
    Settled = 8,
}

/// <summary>A set of the two ends of a conversation.</summary>
[Flags]
public enum ConversationSides : byte
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>The client.</summary>
    Client = 1,

    /// <summary>The server.</summary>
    Server = 2,
}

/// <summary>Sums over the flows of one conversation. "Up" is client to server. Bytes and packets are scaled by sampling, raw ones are not.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public record struct ConversationCounters
{
    /// <summary>Scaled bytes, client to server.</summary>
    public ulong BytesUp;

    /// <summary>Scaled bytes, server to client.</summary>
    public ulong BytesDown;

    /// <summary>Scaled packets, client to server.</summary>
    public ulong PacketsUp;

    /// <summary>Scaled packets, server to client.</summary>
    public ulong PacketsDown;

    /// <summary>Bytes as exported, both directions.</summary>
    public ulong RawBytes;

    /// <summary>Packets as exported, both directions.</summary>
    public ulong RawPackets;

    /// <summary>Earliest flow start, Unix milliseconds.</summary>
    public long FirstMs;

    /// <summary>Latest flow end, Unix milliseconds.</summary>
    public long LastMs;

    /// <summary>Flow records, client to server, denied ones included.</summary>
    public uint FlowsUp;

    /// <summary>Flow records, server to client, denied ones included.</summary>
    public uint FlowsDown;

    /// <summary>Flow records among them that a firewall denied.</summary>
    public uint DeniedFlows;

    /// <summary>Keeps the size a multiple of eight; always 0.</summary>
    public uint Reserved;

    /// <summary>Adds another sum to this one.</summary>
    public void Add(in ConversationCounters other)
    {
        BytesUp += other.BytesUp;
        BytesDown += other.BytesDown;
        PacketsUp += other.PacketsUp;
        PacketsDown += other.PacketsDown;
        RawBytes += other.RawBytes;
        RawPackets += other.RawPackets;
        FlowsUp += other.FlowsUp;
        FlowsDown += other.FlowsDown;
        DeniedFlows += other.DeniedFlows;
        FirstMs = FirstMs == 0 ? other.FirstMs : other.FirstMs == 0 ? FirstMs : Math.Min(FirstMs, other.FirstMs);
        LastMs = Math.Max(LastMs, other.LastMs);
    }
}

/// <summary>A delta: counters to be added to one conversation of one bucket.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public record struct ConversationDelta
{
    /// <summary>Width of a bucket in seconds.</summary>
    public const int BucketSeconds = 300;

    /// <summary>The conversation and bucket.</summary>
    public ConversationKey Key;

    /// <summary>What to add.</summary>
    public ConversationCounters Counters;

    /// <summary>Creates a delta.</summary>
    public ConversationDelta(ConversationKey key, ConversationCounters counters)
    {
        Key = key;
        Counters = counters;
    }
}
