using System.Data.Common;
using Clarion.Storage.Contracts;

namespace Clarion.Storage.DuckDb.Connections;

/// <summary>
/// Turns the engine's faults into sentences that say what an operator can do. They are told apart by their text, because the binding
/// reports no error type for faults found while a statement is prepared or appended to.
/// </summary>
internal static class StoreFaults
{
    /// <summary>True when the open database can do nothing more and must be opened again.</summary>
    public static bool IsFatal(Exception fault) =>
        fault is DbException engine
        && (Says(engine, "FATAL Error") || Says(engine, "INTERNAL Error") || Says(engine, "has been invalidated"));

    /// <summary>True when two transactions touched the same rows and this one may simply run again.</summary>
    public static bool IsConflict(Exception fault) =>
        fault is DbException engine && Says(engine, "conflict") && (Says(engine, "TransactionContext Error") || Says(engine, "write-write"));

    /// <summary>Explains a fault while the store is in use; null for faults of the statement itself.</summary>
    public static StoreUnavailableException? Explain(Exception fault, string file)
    {
        if (fault is not DbException engine)
        {
            return null;
        }

        if (Says(engine, "No space left") || Says(engine, "disk full") || Says(engine, "not enough disk space"))
        {
            return new($"The disk that holds {file} is full: free space or shorten Clarion__Retention__RawFlows; what waits is written then.", fault);
        }

        return engine switch
        {
            _ when Says(engine, "Out of Memory Error") => new(
                "The store needs more memory than Clarion__DuckDb__MemoryLimitMegabytes allows: raise it, or ask for a shorter range.", fault),
            _ when IsFatal(fault) => new($"The store {file} had a fault and is being opened again: {FirstLine(engine)}", fault),
            _ when Says(engine, "IO Error") => new($"The store {file} cannot be read or written: {FirstLine(engine)} Check the disk.", fault),
            _ when Says(engine, "Connection Error") => new($"The store {file} is closed: {FirstLine(engine)}", fault),
            _ when IsConflict(fault) => new("The store is busy with the same rows: try again.", fault),
            _ => null,
        };
    }

    /// <summary>Explains why a file could not be opened.</summary>
    public static StoreUnavailableException ExplainOpening(Exception fault, string file)
    {
        var directory = Path.GetDirectoryName(file);
        return fault switch
        {
            StoreUnavailableException known => known,
            DbException engine when Says(engine, "Could not set lock") || Says(engine, "Conflicting lock") || Says(engine, "being used by another process") => new(
                $"The store {file} is open in another process: stop it, or point Clarion__DataDirectory at another directory.", fault),
            DbException engine when Says(engine, "Permission denied") || Says(engine, "Read-only file system") => NotWritable(),
            DbException engine when Says(engine, "No space left") => new($"The disk that holds {file} is full: free space and start again.", fault),
            DbException engine when Says(engine, "newer version") || Says(engine, "older or newer") || Says(engine, "version number") => new(
                $"The store {file} was written by another version of the engine: {FirstLine(engine)} Start that version, or point Clarion__DataDirectory at another directory.", fault),
            DbException engine => new(
                $"The store {file} is damaged or no DuckDB file: {FirstLine(engine)} Put a backup in its place, or move it away together with {Path.GetFileName(file)}.wal to start empty.", fault),
            UnauthorizedAccessException or IOException => NotWritable(),
            _ => new($"The store {file} cannot be opened: {fault.Message}", fault),
        };

        StoreUnavailableException NotWritable() =>
            new($"The data directory {directory} cannot be written: {FirstLine(fault)} Give the service's user the right, or set Clarion__DataDirectory.", fault);
    }

    private static bool Says(DbException fault, string words) => fault.Message.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static string FirstLine(Exception fault)
    {
        var line = fault.Message.AsSpan();
        var end = line.IndexOfAny('\r', '\n');
        line = (end < 0 ? line : line[..end]).Trim();
        return line.EndsWith('.') ? line.ToString() : $"{line}.";
    }
}
