using Clarion.Correlation.Identity.Events;

namespace Clarion.Correlation.Identity.Facts;

/// <summary>What is known of one address: bindings, releases, and the devices whose sessions list it. Immutable, so readers need no lock.</summary>
internal sealed record AddressFacts
{
    public static readonly AddressFacts Empty = new();

    public AddressBound[] Bound { get; init; } = [];

    public AddressReleased[] Released { get; init; } = [];

    /// <summary>Devices with a session that lists the address.</summary>
    public UInt128[] SessionHolders { get; init; } = [];

    /// <summary>
    /// Devices that other devices took the address from, and when that was noticed at the latest: what their sessions said up to then does not count, even when
    /// the facts that took it are gone.
    /// </summary>
    public (UInt128 Holder, long LostMs)[] Lost { get; init; } = [];

    /// <summary>Unix milliseconds up to which facts were folded away: a fact from before, when it is delivered again, must not come back.</summary>
    public long FoldedMs { get; init; } = long.MinValue;

    /// <summary>True when a device's session lost the address after it was last said to have it.</summary>
    public bool IsLost(UInt128 holder, long proofMs)
    {
        foreach (var (lost, lostMs) in Lost)
        {
            if (lost == holder && lostMs >= proofMs)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when nothing is known.</summary>
    public bool IsEmpty => Bound.Length + SessionHolders.Length == 0;
}
