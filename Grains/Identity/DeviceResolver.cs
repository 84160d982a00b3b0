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
    /// <summary>The client of a conversation; with its security group, which is the flow's where the flow has one.</summary>
    public (DeviceId Device, ushort Sgt) Client(in ConversationDelta row, IpAddr exporter) => Resolve(
        row.Key.Client, row.Counters.LastMs, exporter, row.Key.ClientInterface, row.Key.ClientSgt, isServer: false);

    /// <summary>The server of a conversation; see <see cref="Client"/>.</summary>
    public (DeviceId Device, ushort Sgt) Server(in ConversationDelta row, IpAddr exporter) => Resolve(
        row.Key.Server, row.Counters.LastMs, exporter, row.Key.ServerInterface, row.Key.ServerSgt, isServer: true);

    /// <summary>The device known to hold an internal address at a moment (Unix milliseconds) or within the window; none when nobody is.</summary>
    public DeviceId HolderOf(IpAddr address, long timeMs) =>
        identity.ResolveDevice(new DeviceQuestion(address, timeMs)) is { Outcome: IdentityOutcome.Known, Device: { IsMac: true } holder }
            ? holder
            : DeviceId.None;

    /// <summary>Where flows showed the holder of an address; null when they did not.</summary>
    public Binding? PortOf(UInt128 address, long timeMs) => sightings.At(address, timeMs);

    private (DeviceId Device, ushort Sgt) Resolve(
        UInt128 address, long timeMs, IpAddr exporter, uint interfaceIndex, ushort flowSgt, bool isServer)
    {
        if (!spaces.IsInternal(address))
        {
            return (DeviceId.None, flowSgt);
        }

        var answer = identity.ResolveDevice(new DeviceQuestion(new IpAddr(address), timeMs)
        {
            Switch = exporter,
            Interface = interfaceIndex,
            InterfaceOnly = isServer,
            FlowSgt = flowSgt,
        });
        return (answer.Device, answer.Sgt);
    }
}
