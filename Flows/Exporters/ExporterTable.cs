using System.Diagnostics.CodeAnalysis;

namespace Clarion.Flows.Exporters;

/// <summary>
/// The exporters a decoder knows. Senders of UDP can be forged, so new ones are admitted slowly, in bounded number, and never at the
/// expense of one that is at work.
/// </summary>
internal sealed class ExporterTable(
    ExporterPolicy policy, ExporterRegistry registry, ParkingLot parking, TemplateBudget budget, DecoderCounters counters)
{
    // Idle for less than this, an exporter does not give way to a new one.
    private const long AtWorkMs = 300_000;

    private const int SweepExporters = 64;
    private const int SweepTemplates = 256;

    private readonly Dictionary<ExporterKey, ExporterState> _exporters = [];
    private readonly Dictionary<IpAddr, ExporterAddress> _addresses = [];
    private readonly LinkedList<ExporterState> _byUse = [];
    private readonly List<ExporterState> _all = [];
    private readonly TokenBucket _newAddresses = new(policy.Options.NewExportersPerSecond);
    private ExporterState? _last;
    private int _sweep;

    public IReadOnlyList<ExporterState> All => _all;

    /// <summary>A known exporter.</summary>
    public bool TryFind(ExporterKey key, [NotNullWhen(true)] out ExporterState? exporter)
    {
        if (_last is { } last && last.Key == key)
        {
            exporter = last;
            return true;
        }

        return _exporters.TryGetValue(key, out exporter);
    }

    /// <summary>The exporter of a datagram, admitted if it is new; null with the reason when it is refused.</summary>
    public ExporterState? Admit(ExporterKey key, long nowMs, out DecodeError refusal)
    {
        refusal = default;
        if (!TryFind(key, out var exporter))
        {
            if (!MayAdd(key, nowMs, out refusal))
            {
                return null;
            }

            exporter = Add(key);
        }

        _last = exporter;
        if (_byUse.Last != exporter.Node)
        {
            _byUse.Remove(exporter.Node);
            _byUse.AddLast(exporter.Node);
        }

        return exporter;
    }

    /// <summary>Counts a dropped datagram, and for its exporter too if that is known; junk makes no exporter.</summary>
    public void Refuse(ExporterKey key, DecodeError reason, int bytes, long receivedMs)
    {
        if (TryFind(key, out var exporter))
        {
            exporter.Saw(bytes, receivedMs);
            exporter.Fault(reason);
        }
        else
        {
            counters.Add(policy.IsAllowed(key.Address) ? reason : DecodeError.NotAllowed);
        }
    }

    /// <summary>The exporter of a saved state; null when policy or bounds forbid it.</summary>
    public ExporterState? Restore(ExporterKey key)
    {
        if (TryFind(key, out var exporter))
        {
            return exporter;
        }

        return policy.IsAllowed(key.Address) && _exporters.Count < policy.Options.MaxExporters && HasNumber(key) && HasDomain(key)
            ? Add(key)
            : null;
    }

    /// <summary>Lets go of idle exporters and templates, a part of the table at a time.</summary>
    public void Sweep(long nowMs)
    {
        var idleMs = (long)policy.Options.ExporterIdleTime.TotalMilliseconds;
        for (var i = 0; i < SweepExporters && _all.Count > 0; i++)
        {
            _sweep = _sweep + 1 < _all.Count ? _sweep + 1 : 0;
            var exporter = _all[_sweep];
            exporter.IdleSinceMs = exporter.IdleSinceMs == 0 ? nowMs : exporter.IdleSinceMs;
            if (nowMs - exporter.IdleSinceMs > idleMs)
            {
                Remove(exporter);
            }
            else
            {
                SweepTemplatesOf(exporter, nowMs);
            }
        }
    }

    private void SweepTemplatesOf(ExporterState exporter, long nowMs)
    {
        var idleMs = (long)policy.Options.TemplateIdleTime.TotalMilliseconds;
        for (var i = 0; i < SweepTemplates && exporter.Templates.Oldest is { } oldest; i++)
        {
            if (oldest.LastUsedMs == 0)
            {
                // Restored and not seen since: its time runs from now.
                exporter.Templates.Touch(oldest, nowMs);
                continue;
            }

            if (nowMs - oldest.LastUsedMs <= idleMs)
            {
                break;
            }

            budget.Expire(exporter, oldest);
        }
    }

    private bool MayAdd(ExporterKey key, long nowMs, out DecodeError refusal)
    {
        refusal = DecodeError.NotAllowed;
        if (!policy.IsAllowed(key.Address))
        {
            return false;
        }

        refusal = DecodeError.DomainLimit;
        if (!HasDomain(key))
        {
            return false;
        }

        refusal = DecodeError.ExporterLimit;
        if (!HasNumber(key) || (!_addresses.ContainsKey(key.Address) && !_newAddresses.TryTake(nowMs)))
        {
            return false;
        }

        if (_exporters.Count < policy.Options.MaxExporters)
        {
            return true;
        }

        var idlest = _byUse.First!.Value;
        if (nowMs - idlest.LastSeenMs < AtWorkMs)
        {
            return false;
        }

        Remove(idlest);
        return true;
    }

    private bool HasNumber(ExporterKey key) => registry.Count < policy.Options.MaxKnownExporters || registry.TryGet(key, out _);

    private bool HasDomain(ExporterKey key) =>
        !_addresses.TryGetValue(key.Address, out var address) || address.Domains.Count < policy.Options.MaxDomainsPerExporter;

    private ExporterState Add(ExporterKey key)
    {
        if (!_addresses.TryGetValue(key.Address, out var address))
        {
            _addresses[key.Address] = address = new ExporterAddress(key.Address, policy);
        }

        var exporter = new ExporterState(key, registry.GetOrAdd(key), address, policy, counters) { SweepIndex = _all.Count };
        address.Domains.Add(exporter);
        _exporters[key] = exporter;
        _byUse.AddLast(exporter.Node);
        _all.Add(exporter);
        counters.Exporters = _all.Count;
        return exporter;
    }

    private void Remove(ExporterState exporter)
    {
        parking.Remove(exporter);
        budget.Release(exporter);
        _exporters.Remove(exporter.Key);
        _byUse.Remove(exporter.Node);
        exporter.Address.Domains.Remove(exporter);
        exporter.Address.FindOnlySampler();
        if (exporter.Address.Domains.Count == 0)
        {
            _addresses.Remove(exporter.Key.Address);
        }

        var moved = _all[^1];
        _all[exporter.SweepIndex] = moved;
        moved.SweepIndex = exporter.SweepIndex;
        _all.RemoveAt(_all.Count - 1);
        _last = null;
        counters.Exporters = _all.Count;
    }
}
