namespace Clarion.Flows.Exporters;

/// <summary>Counters of one exporter, as <see cref="ExporterSnapshot"/> shows them.</summary>
internal sealed class ExporterCounts
{
    private readonly long[] _errors = new long[DecodeErrors.All.Count];

    public long Datagrams { get; set; }

    public long Bytes { get; set; }

    public long Records { get; set; }

    public long Flows { get; set; }

    public long OptionsRecords { get; set; }

    public long TemplateRecords { get; set; }

    public long TemplatesChanged { get; set; }

    public long TemplatesExpired { get; set; }

    public long ParkedSets { get; set; }

    public long ReplayedSets { get; set; }

    public long DroppedSets { get; set; }

    public void Add(DecodeError error) => _errors[(int)error]++;

    public Dictionary<DecodeError, long> Errors()
    {
        var errors = new Dictionary<DecodeError, long>();
        for (var i = 0; i < _errors.Length; i++)
        {
            if (_errors[i] != 0)
            {
                errors[(DecodeError)i] = _errors[i];
            }
        }

        return errors;
    }
}
