using System.Net;
using Clarion.Storage.Contracts;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Timescale.Connections;

/// <summary>
/// Keeps a silo from writing once the others have declared it dead: it may have stood still and not know yet that others hold what it held. Asked last in every
/// transaction that writes.
/// </summary>
/// <param name="silo">The silo in this process; null when there is none.</param>
internal sealed class SiloFence(SiloAddress? silo)
{
    // Whoever declares a silo dead takes the same lock alone (the trigger of migration 13): it waits for transactions that were let
    // through, and what asks after it sees the declaration. Two statements, because each sees what was committed when it began.
    private const string Lock =
        "SELECT pg_advisory_xact_lock_shared(hashtextextended(concat('clarion.silo.', current_schema(), '.', $1::text, ':', $2::text, '@', $3::text), 0))";

    private const string Status = "SELECT status FROM cluster_members WHERE deploymentid = $4 AND address = $1::text AND port = $2 AND generation = $3";

    private volatile string? _cluster;

    /// <summary>Whether this process writes as a member of a cluster only.</summary>
    public bool IsRaised => _cluster is not null;

    /// <summary>What the sessions of this process begin their names with, so that others can tell them; null without a silo.</summary>
    public string? SessionName => silo is null ? null : SessionNameOf(silo);

    /// <summary>What the sessions of a silo begin their names with.</summary>
    public static string SessionNameOf(SiloAddress silo) => FormattableString.Invariant($"{new IPEndPoint(silo.Endpoint.Address, silo.Endpoint.Port)}@{silo.Generation}");

    /// <summary>From now on this silo writes as a member of a cluster only.</summary>
    /// <param name="cluster">The cluster.</param>
    public void Raise(string cluster) => _cluster = cluster;

    /// <summary>What this process writes from now on, it writes as no member.</summary>
    public void Lower() => _cluster = null;

    /// <summary>Lets a transaction end well, or not.</summary>
    /// <param name="session">The transaction, with all that it writes; each statement sees what others have committed.</param>
    /// <exception cref="StoreUnavailableException">The silo is no member any more.</exception>
    public void Check(SqlSession session)
    {
        if (_cluster is not { } cluster || silo is null)
        {
            return;
        }

        var (address, port, generation) = (silo.Endpoint.Address.ToString(), silo.Endpoint.Port, silo.Generation);
        session.Execute(Lock, address, port, generation);
        using var reader = session.Query(Status, address, port, generation, cluster);
        if (!reader.Read() || (SiloStatus)reader.GetInt32(0) == SiloStatus.Dead)
        {
            throw new StoreUnavailableException(
                $"The others have declared this silo ({SessionName}) dead and hold what it held, so it may not write any more: it ends, and has to be started again.");
        }
    }
}
