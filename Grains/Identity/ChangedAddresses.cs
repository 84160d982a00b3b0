using Clarion.Correlation.Identity.Answers;

namespace Clarion.Grains.Identity;

/// <summary>Addresses and prefixes whose holder, session or group is another than was answered. Bounded: beyond, all are. Thread-safe.</summary>
internal sealed class ChangedAddresses
{
    private const int MostAddresses = 50_000;
    private const int MostPrefixes = 1000;

    private readonly Lock _gate = new();
    private HashSet<UInt128> _addresses = [];
    private HashSet<(UInt128 First, UInt128 Last)> _prefixes = [];
    private bool _everything;

    /// <summary>True when any address may be concerned.</summary>
    public bool Everything
    {
        get
        {
            lock (_gate)
            {
                return _everything;
            }
        }
    }

    /// <summary>True when none is.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return !_everything && _addresses.Count == 0 && _prefixes.Count == 0;
            }
        }
    }

    /// <summary>Adds changes. One that names no address only concerns questions by MAC.</summary>
    public void Add(IReadOnlyList<AnswerChange> changes)
    {
        lock (_gate)
        {
            foreach (var change in changes)
            {
                var bits = change.Prefix.IsV4 ? 32 : 128;
                if (change.Prefix.IsNone || _everything)
                {
                    continue;
                }

                if (change.PrefixLength == bits)
                {
                    _addresses.Add(change.Prefix.Value);
                }
                else
                {
                    var hosts = bits == 32 || change.PrefixLength > 0 ? (UInt128.One << (bits - change.PrefixLength)) - 1 : UInt128.MaxValue;
                    _prefixes.Add((change.Prefix.Value & ~hosts, change.Prefix.Value | hosts));
                }

                Bound();
            }
        }
    }

    /// <summary>Adds what others have, who are not changed any more.</summary>
    public void Add(ChangedAddresses others)
    {
        lock (_gate)
        {
            _everything |= others._everything;
            _addresses.UnionWith(others._addresses);
            _prefixes.UnionWith(others._prefixes);
            Bound();
        }
    }

    /// <summary>Adds all there are.</summary>
    public void AddEverything()
    {
        lock (_gate)
        {
            _everything = true;
            Bound();
        }
    }

    /// <summary>Those of some addresses that are concerned.</summary>
    public List<UInt128> Among(IReadOnlyCollection<UInt128> addresses)
    {
        lock (_gate)
        {
            return [.. addresses.Where(a => _everything || _addresses.Contains(a) || _prefixes.Any(p => a >= p.First && a <= p.Last))];
        }
    }

    /// <summary>Takes everything out.</summary>
    public ChangedAddresses Take()
    {
        lock (_gate)
        {
            var taken = new ChangedAddresses { _everything = _everything, _addresses = _addresses, _prefixes = _prefixes };
            (_everything, _addresses, _prefixes) = (false, [], []);
            return taken;
        }
    }

    private void Bound()
    {
        _everything |= _addresses.Count > MostAddresses || _prefixes.Count > MostPrefixes;
        if (_everything)
        {
            (_addresses, _prefixes) = ([], []);
        }
    }
}
