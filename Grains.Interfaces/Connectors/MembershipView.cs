namespace Clarion.Grains.Interfaces.Connectors;

/// <summary>What came of asking a connector for the groups of an account.</summary>
public enum MembershipOutcome
{
    /// <summary>The directory has the account.</summary>
    Found,

    /// <summary>The directory has no such account.</summary>
    UnknownAccount,

    /// <summary>The connector is no directory, or does not run.</summary>
    NotAsked,

    /// <summary>The directory did not answer.</summary>
    Failed,
}

/// <summary>The groups of an account, as a connector's directory has them at this moment.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Words">Why there is no answer; empty when there is one.</param>
/// <param name="Groups">Names of the security groups, nested ones and the primary one included.</param>
/// <param name="Unresolved">Security identifiers of groups that are not of the domain.</param>
[GenerateSerializer, Immutable, Alias("clarion.MembershipView")]
public sealed record MembershipView(
    [property: Id(0)] MembershipOutcome Outcome, [property: Id(1)] string Words, [property: Id(2)] IReadOnlyList<string> Groups,
    [property: Id(3)] IReadOnlyList<string> Unresolved)
{
    /// <summary>Longest time that a directory has to answer.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(15);
}
