namespace Clarion.Flows.Exporters;

/// <summary>What the observation domains of one sender share.</summary>
internal sealed class ExporterAddress
{
    public ExporterAddress(IpAddr address, ExporterPolicy policy)
    {
        Address = address;
        IsTrustedRelay = policy.IsTrustedRelay(address);
        (Override, InterfaceOverrides) = policy.OverridesOf(address);
        Applications = new ApplicationTable(policy.Options.MaxOptionsEntries);
    }

    public IpAddr Address { get; }

    /// <summary>True when elements 130/131 are believed.</summary>
    public bool IsTrustedRelay { get; }

    /// <summary>Operator's rate for all interfaces; null = none.</summary>
    public double? Override { get; }

    /// <summary>Operator's rates for single interfaces.</summary>
    public IReadOnlyDictionary<uint, double> InterfaceOverrides { get; }

    /// <summary>Application names announced in options.</summary>
    public ApplicationTable Applications { get; }

    public List<ExporterState> Domains { get; } = [];

    /// <summary>Rate of the only sampler of all domains; null when there is none or more than one.</summary>
    public double? OnlySampler { get; private set; }

    /// <summary>To be called after the samplers of any domain changed.</summary>
    public void FindOnlySampler()
    {
        OnlySampler = null;
        foreach (var domain in Domains)
        {
            foreach (var rate in domain.Sampling.Samplers.Values)
            {
                if (OnlySampler is not null)
                {
                    OnlySampler = null;
                    return;
                }

                OnlySampler = rate;
            }
        }
    }
}
