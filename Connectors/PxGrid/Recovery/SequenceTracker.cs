namespace Clarion.Connectors.PxGrid.Recovery;

/// <summary>
/// Follows the numbers of one publisher. They go on while nobody listens and start again at 0 when the publisher restarts. Pure; not
/// thread-safe.
/// </summary>
internal sealed class SequenceTracker
{
    // Numbers told as missing, so that messages that merely changed places are recognised; more than this is no reordering.
    private const int MaxMissing = 1024;

    private readonly SortedSet<long> _missing = [];
    private ulong _lastContent;

    /// <summary>The highest number in order, or null before the first.</summary>
    public long? Last { get; private set; }

    /// <summary>How many messages were missing before the one judged last.</summary>
    public long Missing { get; private set; }

    /// <summary>Judges the next message.</summary>
    /// <param name="sequence">Its number, or null when it has none.</param>
    /// <param name="content">Hash of its content: a number that repeats with another content is no second delivery.</param>
    public SequenceVerdict Observe(long? sequence, ulong content)
    {
        Missing = 0;
        if (sequence is not { } number)
        {
            return SequenceVerdict.Unnumbered;
        }

        if (Last is not { } last)
        {
            return Accept(number, content, SequenceVerdict.Baseline);
        }

        if (number == last && content == _lastContent)
        {
            return SequenceVerdict.Duplicate;
        }

        // Differences, for the highest number has no successor.
        if (number - last == 1)
        {
            return Accept(number, content, SequenceVerdict.InOrder);
        }

        if (number - last > 1)
        {
            Missing = number - last - 1;
            for (var n = Math.Max(last + 1, number - MaxMissing); n < number; n++)
            {
                _missing.Add(n);
            }

            while (_missing.Count > MaxMissing)
            {
                _missing.Remove(_missing.Min);
            }

            return Accept(number, content, SequenceVerdict.Gap);
        }

        if (_missing.Remove(number))
        {
            return SequenceVerdict.Late;
        }

        _missing.Clear();
        return Accept(number, content, number == 0 ? SequenceVerdict.Restarted : SequenceVerdict.Backwards);
    }

    private SequenceVerdict Accept(long number, ulong content, SequenceVerdict verdict)
    {
        (Last, _lastContent) = (number, content);
        return verdict;
    }
}
