using System.Collections.Concurrent;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.Identity.Facts;
using Clarion.Correlation.Identity.Prefixes;
using Clarion.Flows;

namespace Clarion.Correlation.Identity;

/// <summary>
/// The read model of identity: every current fact and those of the last while (<see cref="IdentityIndexOptions.Keep"/>), in memory. Feed it the
/// identity log in any order, as often as you like; answers about a moment depend on the facts up to it and within the window after it, and on nothing
/// else. Older history is the store's. One writer at a time gets in, the others wait; readers never wait, and see each fact entirely or not at all.
/// </summary>
public sealed partial class IdentityIndex
{
    // Far enough from the smallest number that times can be taken from it.
    private const long BeforeAllMs = long.MinValue / 4;

    private readonly ConcurrentDictionary<UInt128, AddressFacts> _addresses = new();
    private readonly ConcurrentDictionary<UInt128, DeviceFacts> _devices = new();
    private readonly ConcurrentDictionary<string, UInt128[]> _users = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SecurityGroupNamed[]> _groupNames = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PrefixTimeline<ushort>> _mappings = new(StringComparer.Ordinal);
    private readonly InterfaceNames _interfaces;
    private readonly AddressJudge _judge;
    private readonly AddressSpaces _spaces;
    private readonly GroupLookups _lookups;
    private readonly IdentityIndexOptions _options;
    private readonly DescriptionOrder _descriptionOrder;
    private readonly Lock _writing = new();
    private readonly long _windowMs;
    private readonly long _keepMs;
    private readonly long _silenceMs;
    private readonly long _holdMs;
    private long _watermarkMs = long.MinValue;
    private long _discarded;

    /// <summary>Creates an empty index.</summary>
    /// <exception cref="ArgumentException">The options have faults; the message lists them.</exception>
    public IdentityIndex(AddressSpaces spaces, GroupLookups lookups, IdentityIndexOptions options)
        : this(spaces, lookups, options, new InterfaceNames())
    {
    }

    private IdentityIndex(AddressSpaces spaces, GroupLookups lookups, IdentityIndexOptions options, InterfaceNames interfaces)
    {
        ArgumentNullException.ThrowIfNull(spaces);
        ArgumentNullException.ThrowIfNull(lookups);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate() is { Count: > 0 } faults)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        }

        _spaces = spaces;
        _lookups = lookups;
        _options = options;
        _interfaces = interfaces;
        _descriptionOrder = new DescriptionOrder(options.DescriptionSources);
        _windowMs = (long)options.Window.TotalMilliseconds;
        _keepMs = (long)options.Keep.TotalMilliseconds;
        _silenceMs = (long)options.Silence.TotalMilliseconds;
        _holdMs = (long)options.Hold.TotalMilliseconds;
        _judge = new AddressJudge(_devices, _windowMs, _silenceMs, _holdMs);
    }

    /// <summary>Number of addresses with facts.</summary>
    public int AddressCount => _addresses.Count;

    /// <summary>Number of devices with facts.</summary>
    public int DeviceCount => _devices.Count;

    /// <summary>Number of users with devices.</summary>
    public int UserCount => _users.Count;

    /// <summary>Facts that were dropped because an address, device or user had more than the options allow, oldest first.</summary>
    public long Discarded => Interlocked.Read(ref _discarded);

    /// <summary>The newest event time seen, Unix milliseconds; <see cref="long.MinValue"/> at first.</summary>
    public long WatermarkMs => Interlocked.Read(ref _watermarkMs);

    /// <summary>Answers about moments from here on are exact, Unix milliseconds.</summary>
    public long ExactFromMs => CutMs <= BeforeAllMs ? long.MinValue : CutMs + _windowMs + 1;

    // Facts up to here are folded into what is still needed of them.
    private long CutMs => WatermarkMs == long.MinValue ? long.MinValue : _options.KeepsEverything ? BeforeAllMs : WatermarkMs - _keepMs;

    /// <summary>
    /// An empty index for facts of the past: it folds nothing and has no bounds, so bound what it is told. It shares the names of interfaces, of which the newest
    /// holds at all times.
    /// </summary>
    public IdentityIndex ForThePast() => new(
        _spaces, _lookups,
        _options with { KeepsEverything = true, MaxFactsPerAddress = int.MaxValue, MaxFactsPerDevice = int.MaxValue, MaxDevicesPerUser = int.MaxValue }, _interfaces);

    /// <summary>Adds an event, and tells which answers about the time before its arrival it changes.</summary>
    public ApplyResult Apply(IdentityEvent entry) => Apply(entry, wantsChanges: true);

    /// <summary>Adds events without asking what they change: at start, before anything is answered.</summary>
    /// <returns>How many became part of the index.</returns>
    public int Load(IEnumerable<IdentityEvent> log)
    {
        ArgumentNullException.ThrowIfNull(log);
        var applied = 0;
        foreach (var entry in log)
        {
            applied += Apply(entry, wantsChanges: false).Outcome == ApplyOutcome.Applied ? 1 : 0;
        }

        return applied;
    }

    /// <summary>
    /// Forgets what no answer needs any more. Entities that change do so by themselves; call this now and then, every few minutes, for the others.
    /// </summary>
    /// <param name="nowMs">Now, Unix milliseconds.</param>
    public void Compact(long nowMs)
    {
        lock (_writing)
        {
            Advance(nowMs);
            foreach (var address in _addresses.Keys)
            {
                CompactAddress(address);
            }

            foreach (var device in _devices.Keys)
            {
                CompactDevice(device);
            }

            foreach (var mapping in _mappings.Values)
            {
                mapping.Compact(CutMs);
            }
        }
    }

    private ApplyResult Apply(IdentityEvent entry, bool wantsChanges)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_writing)
        {
            if (!IsSound(entry))
            {
                return new ApplyResult(ApplyOutcome.Refused, []);
            }

            Advance(Math.Min(entry.AtMs, entry.ArrivedMs));
            if (!wantsChanges)
            {
                return new ApplyResult(Store(entry), []);
            }

            var before = AnswerDifference.Before(this, entry);
            var outcome = Store(entry);
            return new ApplyResult(outcome, outcome == ApplyOutcome.Applied ? before.Changes() : []);
        }
    }

    private bool IsSound(IdentityEvent entry)
    {
        if (entry.AtMs <= 0 || entry.AtMs - entry.ArrivedMs > (long)_options.MaxClockLead.TotalMilliseconds)
        {
            return false;
        }

        return entry switch
        {
            SessionChanged session => !session.Device.IsNone && !session.Mac.IsGroup,
            AddressBound bound => !bound.Address.IsNone && IsHost(bound.Mac),
            AddressReleased released => !released.Address.IsNone && IsHost(released.Mac),
            SgtMapped mapped => mapped.Length >= 0 && mapped.Length <= (mapped.Prefix.IsV4 ? 32 : 128) && mapped.Sgt != Sgts.Any,
            SgtAssigned assigned => IsHost(assigned.Mac) && assigned.Sgt != Sgts.Any,
            DeviceDiscovered discovered => IsHost(discovered.Mac),
            _ => true,
        };
    }

    private static bool IsHost(MacAddr mac) => !mac.IsNone && !mac.IsGroup;

    private void Advance(long timeMs)
    {
        if (timeMs > _watermarkMs)
        {
            Interlocked.Exchange(ref _watermarkMs, timeMs);
        }
    }
}
