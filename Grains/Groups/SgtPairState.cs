using System.Globalization;
using Clarion.Correlation.Sketches;
using Clarion.Grains.Entities;
using Clarion.Grains.Interfaces;
using Clarion.Grains.Interfaces.Groups;

namespace Clarion.Grains.Groups;

/// <summary>What a pair of groups gathers: services (bounded, the smallest give way), distinct ends, days.</summary>
internal sealed class SgtPairState
{
    private const int MaxServices = 256;
    private const int DayWindow = 90;
    private const long DayMs = 86_400_000;

    private readonly AppliedCommits _applied;
    private readonly Dictionary<(byte Protocol, ushort Port), PairService> _services = [];
    private readonly HyperLogLog _clients;
    private readonly HyperLogLog _servers;
    private Usage _total;
    private UInt128 _days;
    private int _newestDay;
    private long _firstMs;
    private long _lastMs;

    public SgtPairState(long firstVersion)
    {
        Version = firstVersion;
        _applied = new AppliedCommits();
        _clients = new HyperLogLog();
        _servers = new HyperLogLog();
    }

    public SgtPairState(SgtPairSnapshot saved, long firstVersion)
    {
        _applied = new AppliedCommits(saved.Applied);
        _services = saved.Services.ToDictionary(s => (s.Protocol, s.Port));
        _clients = new HyperLogLog([.. saved.Clients]);
        _servers = new HyperLogLog([.. saved.Servers]);
        (_total, _days, _newestDay) = (saved.Total, saved.Days, saved.NewestDay);
        (_firstMs, _lastMs, Version) = (saved.FirstMs, saved.LastMs, Math.Max(saved.Version, firstVersion));
    }

    /// <summary>Grows with every change.</summary>
    public long Version { get; private set; }

    public bool IsKnown => _total.Flows > 0;

    public bool IsDirty => _applied.IsDirty;

    /// <summary>Takes an update in; false when an earlier one is missing.</summary>
    public bool Apply(SgtPairUpdate update)
    {
        if (_applied.Apply(update.Partition, update.CommitNumber, update.Previous) is var verdict and not CommitVerdict.New)
        {
            return verdict == CommitVerdict.Known;
        }

        Version++;
        foreach (var service in update.Services)
        {
            Add(service);
        }

        DropSmallest();
        foreach (var client in update.Clients)
        {
            _clients.Add(client);
        }

        foreach (var server in update.Servers)
        {
            _servers.Add(server);
        }

        foreach (var day in update.Days)
        {
            MarkDay(day);
        }

        if (update.LastMs > 0)
        {
            _firstMs = _firstMs == 0 ? update.FirstMs : Math.Min(_firstMs, update.FirstMs);
            _lastMs = Math.Max(_lastMs, update.LastMs);
        }

        return true;
    }

    public bool Contains(int partition, long commitNumber) => _applied.Contains(partition, commitNumber);

    public bool IsDurable(int partition, long commitNumber) => _applied.IsDurable(partition, commitNumber);

    public void Collected() => _applied.Collected(Version);

    public bool Confirm(int partition, long commitNumber, long version) => _applied.Confirm(partition, commitNumber, version);

    public SgtPairView ToView(string self, DateTimeOffset now)
    {
        var colon = self.IndexOf(':', StringComparison.Ordinal);
        var dayAgo = now.ToUnixTimeMilliseconds() - DayMs;
        var today = (int)(now.ToUnixTimeMilliseconds() / DayMs);
        return new SgtPairView(
            int.Parse(self.AsSpan(0, colon), CultureInfo.InvariantCulture),
            int.Parse(self.AsSpan(colon + 1), CultureInfo.InvariantCulture),
            _firstMs,
            _lastMs,
            CountDays(today),
            _clients.Estimate(),
            _servers.Estimate(),
            _total,
            [.. _services.Values.OrderByDescending(s => s.Usage.BytesSent + s.Usage.BytesReceived)],
            _services.Values.Count(s => s.FirstMs >= dayAgo));
    }

    public SgtPairSnapshot ToSnapshot() => new()
    {
        Version = Version,
        Applied = _applied.Saved,
        Services = [.. _services.Values],
        Clients = _clients.State.ToArray(),
        Servers = _servers.State.ToArray(),
        Total = _total,
        Days = _days,
        NewestDay = _newestDay,
        FirstMs = _firstMs,
        LastMs = _lastMs,
    };

    private void Add(PairService service)
    {
        _total += service.Usage;
        var key = (service.Protocol, service.Port);
        var sum = _services.TryGetValue(key, out var known)
            ? new PairService(
                service.Protocol, service.Port, (known.Usage + service.Usage).NotNegative(),
                Math.Min(known.FirstMs, service.FirstMs), Math.Max(known.LastMs, service.LastMs))
            : service;

        // Taken back altogether; or it had given way, and then there is nothing left of it to take back.
        if (sum.Usage.Flows > 0)
        {
            _services[key] = sum;
        }
        else
        {
            _services.Remove(key);
        }
    }

    private void DropSmallest()
    {
        if (_services.Count <= MaxServices)
        {
            return;
        }

        foreach (var small in _services.Values.OrderBy(s => s.Usage.Flows).Take(_services.Count - MaxServices).ToList())
        {
            _services.Remove((small.Protocol, small.Port));
        }
    }

    // Bit n of _days is the day n days before the newest one.
    private void MarkDay(int day)
    {
        if (day > _newestDay)
        {
            var shift = day - _newestDay;
            _days = shift >= DayWindow ? UInt128.Zero : _days << shift;
            _newestDay = day;
        }

        var age = _newestDay - day;
        if (age < DayWindow)
        {
            _days |= UInt128.One << age;
        }
    }

    private int CountDays(int today)
    {
        var kept = Math.Clamp(DayWindow - (today - _newestDay), 0, DayWindow);
        return kept == 0 ? 0 : (int)UInt128.PopCount(_days & (UInt128.MaxValue >> (128 - kept)));
    }
}
