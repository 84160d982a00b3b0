using System.Globalization;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Conversations;
using Clarion.Flows;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Partitions;

namespace Clarion.Grains.Tests.Model;

/// <summary>
/// A small campus, a flow log of two lanes, and the sums that must come out. The scenario emits windows, delivers them in the order of
/// their lanes (again from the committed position after a partition died) and knows what every entity must hold in the end.
/// </summary>
internal sealed class Scenario(Random random, ModelWorld world)
{
    private const int Lanes = 2;

    private static readonly IpAddr[] Addresses = [.. Enumerable.Range(1, 6).Select(i => IpAddr.FromV4(0x0A000000u + (uint)i))];
    private static readonly IpAddr External = IpAddr.Parse("198.51.100.0");
    private static readonly ExporterRef[] Exporters = [.. Enumerable.Range(1, 2).Select(i => new ExporterRef(IpAddr.FromV4(0x0AFF0000u + (uint)i).Value, 0, 9))];

    private readonly List<DeltaBatch[]>[] _log = [[], []];
    private readonly int[,] _delivered = new int[world.Seats, Lanes];
    private readonly bool[] _rewind = new bool[world.Seats];
    private readonly Dictionary<IpAddr, Usage> _byAddress = [];
    private readonly Dictionary<UInt128, Usage> _bySwitch = [];
    private readonly Dictionary<string, Usage> _byPair = new(StringComparer.Ordinal);
    private readonly HashSet<IpAddr> _sighted = [];
    private Usage _total;
    private long _nowMs = Windows.Epoch;

    private bool HasSeveralSilos => world.Seats > ModelWorld.Partitions;

    /// <summary>One random step.</summary>
    public async Task StepAsync()
    {
        var seat = random.Next(world.Seats);
        if (HasSeveralSilos && random.Next(15) == 0)
        {
            _nowMs += (long)ModelWorld.FollowInterval.TotalMilliseconds;
            await world.FollowAsync();
        }

        switch (random.Next(100))
        {
            case < 22:
                Emit();
                break;
            case < 47:
                await DeliverNextAsync(seat);
                break;
            case < 52:
                await DeliverAgainAsync(seat);
                break;
            case < 55:
                await DeliverAheadAsync(seat);
                break;
            case < 70:
                await DyingSometimesAsync(() => world.CommitAsync(seat));
                break;
            case < 83:
                await DyingSometimesAsync(() => world.CheckpointAsync(seat));
                break;
            case < 88:
                world.KillSomeEntity();
                break;
            case < 92:
                await world.RetireSomeEntityAsync();
                break;
            case < 95:
                world.KillPartition(seat);
                break;
            case < 96:
                await world.RetirePartitionAsync(seat);
                break;
            case < 98:
                await world.KillEverythingAsync();
                break;
            default:
                world.Chaos.Rate = random.Next(3) == 0 ? 0.15 : 0;
                world.Chaos.EntityDeaths = random.Next(3) == 0 ? 0.05 : 0;
                break;
        }

        NoteDeaths();
    }

    /// <summary>What the other owner of a partition may do while one is busy.</summary>
    public async Task InterludeAsync()
    {
        var seat = random.Next(world.Seats);
        switch (random.Next(40))
        {
            case < 3 when world.Busy == seat:
                break;
            case 0:
                await DeliverNextAsync(seat);
                break;
            case 1:
                await world.CommitAsync(seat);
                break;
            case 2:
                await world.CheckpointAsync(seat);
                break;
            default:
                break;
        }

        NoteDeaths();
    }

    /// <summary>The faults end, and of each partition one owner is left; everything is delivered, committed and checkpointed.</summary>
    public async Task SettleAsync()
    {
        world.Chaos.Rate = 0;
        world.Chaos.EntityDeaths = 0;
        world.Interlude = null;
        int[] owners = [.. Enumerable.Range(0, ModelWorld.Partitions).Select(partition => partition + random.Next(world.Seats / ModelWorld.Partitions) * ModelWorld.Partitions)];
        foreach (var seat in Enumerable.Range(0, world.Seats).Except(owners))
        {
            world.KillPartition(seat);
        }

        for (var round = 0; round < 12; round++)
        {
            if (HasSeveralSilos)
            {
                await world.FollowAsync();
            }

            var settled = true;
            foreach (var seat in owners)
            {
                NoteDeaths();
                while (await DeliverNextAsync(seat))
                {
                }

                // A commit whose earlier attempt went through ends the activation.
                Assert.True(await world.CommitAsync(seat));
                NoteDeaths();
                Assert.True(await world.CheckpointAsync(seat));
                var status = await world.StatusAsync(seat);
                settled &= status is { Fault: null, OpenConversations: 0 } && status.CommitNumber == status.EntityCommitNumber;
            }

            if (settled && round >= 3)
            {
                return;
            }
        }

        Assert.Fail($"The world did not come to rest: {await world.StatusAsync(owners[0])} {await world.StatusAsync(owners[1])}");
    }

    public async Task VerifyAsync()
    {
        var committed = new Usage();
        foreach (var commit in world.Store.Commits)
        {
            foreach (var row in commit.Conversations.Rows)
            {
                var usage = UsageOf(row.Counters);
                committed += row.Key.Marks.HasFlag(ConversationMarks.Withdrawn) ? usage.Negated() : usage;
            }
        }

        Assert.Equal(_total, committed);
        foreach (var address in Addresses)
        {
            var expected = _byAddress.GetValueOrDefault(address);
            var provisional = (await world.DeviceAsync(DeviceId.Of(address).ToString()))?.Total ?? default;
            var known = (await world.DeviceAsync(MacOf(address).ToString()))?.Total ?? default;
            Assert.Equal((address, _sighted.Contains(address) ? default : expected), (address, provisional));
            Assert.Equal((address, _sighted.Contains(address) ? expected : default), (address, known));
        }

        foreach (var (exporter, expected) in _bySwitch)
        {
            Assert.Equal(expected, (await world.SwitchAsync(new IpAddr(exporter).ToString()))?.Total ?? default);
        }

        foreach (var (pair, expected) in _byPair)
        {
            Assert.Equal(expected, (await world.PairAsync(pair))?.Total ?? default);
        }
    }

    private static MacAddr MacOf(IpAddr address) => new(0x0200_0000_0000UL | (uint)address.Value);

    private static Usage UsageOf(in ConversationCounters c) =>
        new(c.FlowsUp + c.FlowsDown, c.BytesUp, c.BytesDown, c.PacketsUp, c.PacketsDown, c.DeniedFlows);

    private static Usage Turned(Usage u) => new(u.Flows, u.BytesReceived, u.BytesSent, u.PacketsReceived, u.PacketsSent, u.DeniedFlows);

    private void Emit()
    {
        _nowMs += 1000;
        world.Time.Advance(TimeSpan.FromSeconds(1));
        var conversations = new List<ConversationDelta>();
        var sightings = new List<AddressSighting>();
        for (var i = random.Next(4); i >= 0; i--)
        {
            var client = Addresses[random.Next(Addresses.Length)];
            var server = random.Next(5) == 0 ? External : Addresses[random.Next(Addresses.Length)];
            if (client == server)
            {
                continue;
            }

            // Some flows are reported late: before the first sighting of their ends.
            var time = _nowMs - random.Next(4) * 700;
            conversations.Add(Windows.Conversation(
                client, server, time, (ulong)random.Next(1, 1000), (ulong)random.Next(1000), flowsUp: (uint)random.Next(1, 3),
                port: (ushort)random.Next(80, 83), exporter: random.Next(Exporters.Length), clientSgt: (ushort)random.Next(2),
                serverSgt: (ushort)random.Next(2)));
        }

        if (random.Next(3) == 0)
        {
            var address = Addresses[random.Next(Addresses.Length)];
            sightings.Add(Windows.Sighting(address, MacOf(address), _nowMs));
            _sighted.Add(address);
        }

        foreach (var row in conversations)
        {
            Expect(row);
        }

        var lane = random.Next(Lanes);
        _log[lane].Add(Windows.Split(ModelWorld.Partitions, lane, _log[lane].Count + 1, Exporters, conversations, sightings));
    }

    private void Expect(in ConversationDelta row)
    {
        var usage = UsageOf(row.Counters);
        _total += usage;
        Add(_byAddress, new IpAddr(row.Key.Client), usage);
        Add(_byAddress, new IpAddr(row.Key.Server), Turned(usage));
        Add(_bySwitch, Exporters[row.Key.Exporter].Address, usage);
        Add(_byPair, string.Create(CultureInfo.InvariantCulture, $"{row.Key.ClientSgt}:{row.Key.ServerSgt}"), usage);

        static void Add<TKey>(Dictionary<TKey, Usage> sums, TKey key, Usage usage)
            where TKey : notnull => sums[key] = sums.GetValueOrDefault(key) + usage;
    }

    private async Task<bool> DeliverNextAsync(int seat)
    {
        if (!await RewoundAsync(seat))
        {
            return false;
        }

        for (var lane = 0; lane < Lanes; lane++)
        {
            var next = _delivered[seat, lane];
            if (next < _log[lane].Count)
            {
                if (!await world.DeliverAsync(seat, _log[lane][next][ModelWorld.PartitionOf(seat)]))
                {
                    return false;
                }

                _delivered[seat, lane]++;
                return true;
            }
        }

        return false;
    }

    private async Task DeliverAgainAsync(int seat)
    {
        var lane = random.Next(Lanes);
        if (await RewoundAsync(seat) && _delivered[seat, lane] > 0)
        {
            await world.DeliverAsync(seat, _log[lane][random.Next(_delivered[seat, lane])][ModelWorld.PartitionOf(seat)]);
        }
    }

    // A stream that goes on after the partition has lost its memory: the window must not be taken.
    private async Task DeliverAheadAsync(int seat)
    {
        var lane = random.Next(Lanes);
        var ahead = await RewoundAsync(seat) ? _delivered[seat, lane] + 1 : int.MaxValue;
        if (ahead < _log[lane].Count)
        {
            await world.DeliverAsync(seat, _log[lane][ahead][ModelWorld.PartitionOf(seat)]);
        }
    }

    private async Task DyingSometimesAsync(Func<Task<bool>> act)
    {
        if (random.Next(4) == 0)
        {
            world.Chaos.DeathIn = random.Next(1, 30);
        }

        await act();
    }

    private void NoteDeaths()
    {
        for (var seat = 0; seat < world.Seats; seat++)
        {
            _rewind[seat] |= !world.IsLive(seat);
        }
    }

    // What a dead partition had not committed comes again from the log, as far as its next activation does not have it.
    private async Task<bool> RewoundAsync(int seat)
    {
        NoteDeaths();
        if (_rewind[seat])
        {
            if (await world.StatusAsync(seat) is not { } status)
            {
                return false;
            }

            for (var lane = 0; lane < Lanes; lane++)
            {
                _delivered[seat, lane] = (int)status.Lanes.Where(known => known.Worker == lane).Sum(known => known.Sequence);
            }

            _rewind[seat] = false;
        }

        return true;
    }
}
