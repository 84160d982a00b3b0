using Clarion.Flows;

namespace Clarion.Gateway.Collector;

/// <summary>Decoder states waiting to be saved; a newer state of an exporter replaces an older one. Thread-safe.</summary>
internal sealed class DecoderStates
{
    private readonly Lock _gate = new();
    private Dictionary<ExporterKey, byte[]> _states = [];

    public void Add(IReadOnlyList<(ExporterKey Exporter, byte[] State)> states)
    {
        if (states.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var (exporter, state) in states)
            {
                _states[exporter] = state;
            }
        }
    }

    public IReadOnlyDictionary<ExporterKey, byte[]> Take()
    {
        lock (_gate)
        {
            var taken = _states;
            _states = [];
            return taken;
        }
    }
}
