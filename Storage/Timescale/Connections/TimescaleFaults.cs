using System.Net.Sockets;
using Clarion.Storage.Contracts;
using Npgsql;

namespace Clarion.Storage.Timescale.Connections;

/// <summary>Turns faults of the database into sentences that say what an operator can do.</summary>
internal static class TimescaleFaults
{
    // The list of codes does not have it.
    private const string StoodStill = "25P03";

    /// <summary>True when two transactions touched the same rows and this one may simply run again.</summary>
    public static bool IsConflict(Exception fault) =>
        fault is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    /// <summary>True when connections that were open may all be broken.</summary>
    public static bool IsLost(Exception fault) => fault is NpgsqlException and not PostgresException
        || fault is PostgresException
        {
            SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
                or StoodStill,
        };

    /// <summary>Explains a fault; null for faults of the statement itself.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="location">Server and database.</param>
    public static StoreUnavailableException? Explain(Exception fault, string location) => fault switch
    {
        PostgresException answer => Explain(answer, location),
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => new(
            $"The database {location} does not answer in time: check its load and the network, or raise Clarion__Timescale__StatementTimeout.", fault),
        NpgsqlException or SocketException or IOException => new(
            $"The database {location} cannot be reached: {FirstLine(fault)} Start it, or correct Clarion__Timescale__ConnectionString.", fault),
        _ => null,
    };

    private static StoreUnavailableException? Explain(PostgresException fault, string location)
    {
        var advice = fault.SqlState switch
        {
            PostgresErrorCodes.DiskFull => "is out of disk space: free space on its server or shorten Clarion__Retention__RawFlows; what waits is written then.",
            PostgresErrorCodes.OutOfMemory => "is out of memory: give its server more, or ask for a shorter range.",
            PostgresErrorCodes.TooManyConnections => "has no free connection: raise max_connections there, or lower Clarion__Timescale__ReadConnections and WriteConnections.",
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow => "is stopping or starting: it is asked again.",
            StoodStill => "has ended a transaction in which this process stood still, so that others could go on: it is asked again.",
            PostgresErrorCodes.QueryCanceled => "took longer than Clarion__Timescale__StatementTimeout for a statement: ask for a shorter range, or raise it.",
            PostgresErrorCodes.ReadOnlySqlTransaction => "is read-only, a replica perhaps: point Clarion__Timescale__ConnectionString at the primary.",
            PostgresErrorCodes.LockNotAvailable => "holds a lock that was not free in time: look for long transactions in pg_stat_activity.",
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => "is busy with the same rows: try again.",
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => "refuses the user: correct user and password in Clarion__Timescale__ConnectionString.",
            PostgresErrorCodes.InvalidCatalogName => "does not exist: create it, or correct Clarion__Timescale__ConnectionString.",
            PostgresErrorCodes.InsufficientPrivilege => $"refuses what the user may not do: {FirstLine(fault)} Give it the right.",
            PostgresErrorCodes.IoError or PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => $"has a damaged file or disk: {FirstLine(fault)} Check the server.",
            _ when fault.SqlState.StartsWith("53", StringComparison.Ordinal) || fault.SqlState.StartsWith("08", StringComparison.Ordinal)
                || fault.SqlState.StartsWith("57P", StringComparison.Ordinal) => $"cannot serve now: {FirstLine(fault)}",
            _ => null,
        };
        return advice is null ? null : new StoreUnavailableException($"The database {location} {advice}", fault);
    }

    private static string FirstLine(Exception fault)
    {
        var text = (fault as PostgresException)?.MessageText ?? fault.Message;
        var line = text.AsSpan();
        var end = line.IndexOfAny('\r', '\n');
        line = (end < 0 ? line : line[..end]).Trim();
        return line.EndsWith('.') ? line.ToString() : $"{line}.";
    }
}
