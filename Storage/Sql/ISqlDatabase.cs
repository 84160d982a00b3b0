using Clarion.Storage.Contracts;

namespace Clarion.Storage.Sql;

/// <summary>An engine's database, as far as questions, upkeep and small records that all engines keep alike need it.</summary>
internal interface ISqlDatabase
{
    /// <summary>Runs a query within one snapshot. The function must have read everything when it returns.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot answer now.</exception>
    Task<T> ReadAsync<T>(Func<SqlSession, T> read, CancellationToken cancellationToken);

    /// <summary>Runs a transaction of a few rows. It may run again when somebody else changed the same rows.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was written.</exception>
    Task WriteAsync(Action<SqlSession> write, CancellationToken cancellationToken);

    /// <summary>
    /// Runs a transaction of upkeep, one at a time for the whole store, which sees one snapshot. It may run again when somebody else changed
    /// the same rows.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Nothing was written.</exception>
    Task MaintainAsync(Action<SqlSession> write, CancellationToken cancellationToken);
}
