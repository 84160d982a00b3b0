using Clarion.Correlation.Addresses;
using Clarion.Flows;

namespace Clarion.Correlation.Identity.Answers;

/// <summary>What became of an event.</summary>
public enum ApplyOutcome : byte
{
    /// <summary>It is part of the index.</summary>
    Applied = 1,

    /// <summary>It was there already.</summary>
    Duplicate = 2,

    /// <summary>Newer facts had made it meaningless for every moment the index answers for.</summary>
    Stale = 3,

    /// <summary>It names nothing, or comes from the future.</summary>
    Refused = 4,
}

/// <summary>Answers that are not what they were before an event: flows in this interval have to be attributed again. Told are changes of device, place,
/// session and group; that an answer is only surer than before is not.</summary>
/// <param name="Prefix">The address, or the network of a prefix; none when only questions by MAC are concerned.</param>
/// <param name="PrefixLength">32 or 128 for one address.</param>
/// <param name="Device">The device whose facts changed; none when only the security group of the addresses changed.</param>
/// <param name="FromMs">Unix milliseconds, inclusive.</param>
/// <param name="ToMs">Unix milliseconds, exclusive; at most the arrival of the event, as nothing later was answered yet.</param>
public readonly record struct AnswerChange(IpAddr Prefix, int PrefixLength, DeviceId Device, long FromMs, long ToMs);

/// <summary>What applying an event did.</summary>
/// <param name="Outcome">What became of the event.</param>
/// <param name="Changes">Answers about the time before its arrival that are different now.</param>
public readonly record struct ApplyResult(ApplyOutcome Outcome, IReadOnlyList<AnswerChange> Changes);
