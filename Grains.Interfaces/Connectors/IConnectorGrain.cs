using Clarion.Connectors.Contract;
using Orleans.Concurrency;

namespace Clarion.Grains.Interfaces.Connectors;

/// <summary>
/// One connector (key: its name), which runs in one silo of the cluster at a time. A reminder keeps it alive: when its silo dies, it goes on in another.
/// </summary>
[Alias("clarion.IConnectorGrain")]
public interface IConnectorGrain : IGrainWithStringKey
{
    /// <summary>Runs, stops or begins anew, as the catalogue now says.</summary>
    [Alias("Follow")]
    Task Follow();

    /// <summary>How it stands.</summary>
    [Alias("Get"), AlwaysInterleave]
    Task<ConnectorView> Get();

    /// <summary>Tries each step of connecting once.</summary>
    [Alias("Test"), AlwaysInterleave]
    Task<ConnectorTestReport> Test();

    /// <summary>Asks for a full pass as soon as possible.</summary>
    /// <returns>False when it is not running.</returns>
    [Alias("Sync")]
    Task<bool> Sync();

    /// <summary>What full passes lacked, more than is believed, is gone indeed, an operator says: the next full pass, which is asked for, may lack it.</summary>
    /// <returns>False when it is not running, or nothing is doubted.</returns>
    [Alias("AcceptLoss")]
    Task<bool> AcceptLoss();

    /// <summary>Asks the directory behind it for the groups of an account; answers within <see cref="MembershipView.Patience"/>.</summary>
    /// <param name="account">Account in its normal spelling.</param>
    [Alias("AskMembership"), AlwaysInterleave]
    Task<MembershipView> AskMembership(string account);

    /// <summary>Where it left off; null at first.</summary>
    [Alias("ReadCheckpoint"), AlwaysInterleave]
    Task<string?> ReadCheckpoint();

    /// <summary>Keeps where it is.</summary>
    [Alias("WriteCheckpoint")]
    Task WriteCheckpoint(string checkpoint);

    /// <summary>Keeps a secret that the other side told, sealed already.</summary>
    [Alias("KeepSecret")]
    Task KeepSecret(string name, string sealedSecret);
}

/// <summary>How a connector stands.</summary>
/// <param name="Status">As it says itself.</param>
/// <param name="RunningSince">Since when it runs, UTC; null when it does not.</param>
/// <param name="Restarts">How often it had to be started again since then because it failed altogether.</param>
/// <param name="FactsTaken">Facts and records that were taken from it since then.</param>
[GenerateSerializer, Immutable, Alias("clarion.ConnectorView")]
public sealed record ConnectorView(
    [property: Id(0)] ConnectorStatus Status, [property: Id(1)] DateTimeOffset? RunningSince, [property: Id(2)] int Restarts,
    [property: Id(3)] long FactsTaken);
