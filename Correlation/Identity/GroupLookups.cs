using Clarion.Correlation.Identity.Accounts;

namespace Clarion.Correlation.Identity;

/// <summary>What the index asks the directory's and the catalogue's read models for. Both are called on the hot path: answer from memory.</summary>
/// <param name="GroupsOf">Directory groups of a person at a moment (Unix milliseconds), nested ones included; empty when unknown.</param>
/// <param name="SgtOf">The security group that directory groups lead to by ISE's mapping; 0 when to none.</param>
public sealed record GroupLookups(
    Func<AccountName, long, IReadOnlyList<string>> GroupsOf, Func<IReadOnlyList<string>, ushort> SgtOf)
{
    /// <summary>When the groups of a person have changed, Unix milliseconds in any order; for timelines, not on the hot path.</summary>
    public Func<AccountName, IReadOnlyList<long>> ChangesOf { get; init; } = _ => [];

    /// <summary>Knows nobody.</summary>
    public static GroupLookups None { get; } = new((_, _) => [], _ => 0);
}
