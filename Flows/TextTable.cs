using System.Collections.Concurrent;

namespace Clarion.Flows;

/// <summary>
/// Interns the few strings that flow records carry (user, SSID, VRF, application and group names) so that a batch column holds a
/// number. 0 is "no text". Bounded: past the limit new texts become <see cref="Overflow"/> and are counted. Thread-safe.
/// </summary>
public sealed class TextTable
{
    /// <summary>The number that stands for every text that came after the table was full.</summary>
    public const int Overflow = 1;

    private readonly ConcurrentDictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly Lock _gate = new();
    private readonly string[] _texts;
    private int _count = 2;
    private long _overflowed;

    /// <summary>Creates a table for at most <paramref name="capacity"/> different texts.</summary>
    public TextTable(int capacity = 131_072)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        _texts = new string[capacity];
        _texts[0] = "";
        _texts[Overflow] = "(too many different texts)";
        _bySpan = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>How many texts did not fit.</summary>
    public long Overflowed => Interlocked.Read(ref _overflowed);

    /// <summary>The text behind a number.</summary>
    public string this[int id] => _texts[id];

    /// <summary>The number of a text, new or known; allocates only for a new one.</summary>
    public int Intern(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        if (_bySpan.TryGetValue(text, out var id))
        {
            return id;
        }

        lock (_gate)
        {
            if (_bySpan.TryGetValue(text, out id))
            {
                return id;
            }

            if (_count == _texts.Length)
            {
                Interlocked.Increment(ref _overflowed);
                return Overflow;
            }

            var stored = text.ToString();
            _texts[_count] = stored;
            _ids[stored] = _count;
            return _count++;
        }
    }
}
