namespace Clarion.Flows.Exporters;

/// <summary>Everything that is known of an exporter's sampling except what records say themselves.</summary>
internal sealed class ExporterSampling(ExporterAddress address, FlowDecoderOptions options)
{
    private readonly Dictionary<ulong, double> _samplers = [];
    private readonly Dictionary<uint, double> _interfaces = [];

    /// <summary>The rate of the newest record.</summary>
    public SamplingRate InForce { get; set; } = new(1, FlowSamplingOrigin.None);

    /// <summary>The domain's sampler without a number; 0 = none.</summary>
    public double DomainRate { get; private set; }

    /// <summary>Samplers by number.</summary>
    public IReadOnlyDictionary<ulong, double> Samplers => _samplers;

    /// <summary>Rates of interfaces, from options scoped to an interface.</summary>
    public IReadOnlyDictionary<uint, double> Interfaces => _interfaces;

    /// <summary>True when the rate may differ from row to row because of the interface.</summary>
    public bool DependsOnInterface => _interfaces.Count > 0 || address.InterfaceOverrides.Count > 0;

    /// <summary>True when a sampler's number can be resolved.</summary>
    public bool HasSamplers => _samplers.Count > 0 || address.OnlySampler is not null;

    /// <summary>The rate of records that name neither a rate nor a sampler.</summary>
    /// <param name="headerRate">Rate of the v5 header; 0 = none.</param>
    public SamplingRate General(double headerRate)
    {
        if (address.Override is { } rate)
        {
            return new SamplingRate(rate, FlowSamplingOrigin.Override);
        }

        if (DomainRate > 0)
        {
            return new SamplingRate(DomainRate, FlowSamplingOrigin.Domain);
        }

        if (_samplers.Count <= 1 && address.OnlySampler is { } only)
        {
            return new SamplingRate(only, FlowSamplingOrigin.Domain);
        }

        if (headerRate > 0)
        {
            return new SamplingRate(headerRate, FlowSamplingOrigin.Header);
        }

        return options.DefaultSamplingRate > 1
            ? new SamplingRate(options.DefaultSamplingRate, FlowSamplingOrigin.Default)
            : new SamplingRate(1, FlowSamplingOrigin.None);
    }

    /// <summary>The operator's rate for an interface; null when there is none.</summary>
    public SamplingRate? OverrideOf(uint port) => address.InterfaceOverrides.TryGetValue(port, out var rate)
        ? new SamplingRate(rate, FlowSamplingOrigin.Override)
        : null;

    /// <summary>The rate of a sampler; null when its number is unknown.</summary>
    public SamplingRate? OfSampler(ulong number)
    {
        if (_samplers.TryGetValue(number, out var rate))
        {
            return new SamplingRate(rate, FlowSamplingOrigin.Sampler);
        }

        // Some exporters announce samplers in another domain than the one their data come from.
        return _samplers.Count == 0 && address.OnlySampler is { } only ? new SamplingRate(only, FlowSamplingOrigin.Sampler) : null;
    }

    /// <summary>The rate that options state for an interface; null when they state none.</summary>
    public SamplingRate? OfInterface(uint port) =>
        _interfaces.TryGetValue(port, out var rate) ? new SamplingRate(rate, FlowSamplingOrigin.Sampler) : null;

    /// <summary>Takes over the rate of a sampler.</summary>
    /// <returns>Null when the table is full; else whether anything changed.</returns>
    public bool? SetSampler(ulong number, double rate)
    {
        var changed = Set(_samplers, number, rate);
        if (changed == true)
        {
            address.FindOnlySampler();
        }

        return changed;
    }

    /// <summary>As <see cref="SetSampler"/>, for an interface.</summary>
    public bool? SetInterface(uint port, double rate) => Set(_interfaces, port, rate);

    /// <summary>Takes over the domain's rate; true when it changed.</summary>
    public bool SetDomain(double rate)
    {
        var changed = DomainRate != rate;
        DomainRate = rate;
        return changed;
    }

    private bool? Set<TKey>(Dictionary<TKey, double> table, TKey key, double rate)
        where TKey : notnull
    {
        if (table.TryGetValue(key, out var before))
        {
            table[key] = rate;
            return before != rate;
        }

        if (table.Count >= options.MaxOptionsEntries)
        {
            return null;
        }

        table[key] = rate;
        return true;
    }
}
