using Clarion.Correlation.Addresses;
using Clarion.Correlation.Bindings;
using Clarion.Correlation.Conversations;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Answers;
using Clarion.Flows;

namespace Clarion.Grains.Identity;

/// <summary>
/// Who is behind the ends of a conversation: what sessions, leases and platforms say together with what flows show
/// (<see cref="IdentityIndex"/>), and the ports at which flows show them (<see cref="AddressIndex"/>). Thread-safe.
/// </summary>
public sealed class DeviceResolver(AddressSpaces spaces, IdentityIndex identity, AddressIndex sightings)
{
    /// <summary>
    /// The devices behind the ends of a conversation. Its security groups are set: to the flow's where the flow has one, else to what is known of
    /// the end, which the row then marks.
    /// </summary>
    public (DeviceId Client, DeviceId Server) Resolve(ref ConversationDelta row, IpAddr exporter)
    {
        ref var key = ref row.Key;
        var client = Resolve(
            key.Client, row.Counters.LastMs, exporter, key.ClientInterface, isServer: false,
            ref key.ClientSgt, ref key.Marks, ConversationMarks.ClientSgtLearnt);
        var server = Resolve(
            key.Server, row.Counters.LastMs, exporter, key.ServerInterface, isServer: true,
            ref key.ServerSgt, ref key.Marks, ConversationMarks.ServerSgtLearnt);
        return (client, server);
    }

    /// <summary>The device known to hold an internal address at a moment (Unix milliseconds) or within the window; none when nobody is.</summary>
    public DeviceId HolderOf(IpAddr address, long timeMs) =>
        identity.ResolveDevice(new DeviceQuestion(address, timeMs)) is { Outcome: IdentityOutcome.Known, Device: { IsMac: true } holder }
            ? holder
            : DeviceId.None;

    /// <summary>Where flows showed the holder of an address; null when they did not.</summary>
    public Binding? PortOf(UInt128 address, long timeMs) => sightings.At(address, timeMs);

    private DeviceId Resolve(
        UInt128 address, long timeMs, IpAddr exporter, uint interfaceIndex, bool isServer, ref ushort sgt, ref ConversationMarks marks,
        ConversationMarks learnt)
    {
        if (!spaces.IsInternal(address))
        {
            return DeviceId.None;
        }

        var answer = identity.ResolveDevice(new DeviceQuestion(new IpAddr(address), timeMs)
        {
            Switch = exporter,
            Interface = interfaceIndex,
            InterfaceOnly = isServer,
            FlowSgt = marks.HasFlag(learnt) ? (ushort)0 : sgt,
        });
        sgt = answer.Sgt;
        marks = answer.SgtProvenance is SgtProvenance.None or SgtProvenance.Flow ? marks & ~learnt : marks | learnt;
        return answer.Device;
    }
}
