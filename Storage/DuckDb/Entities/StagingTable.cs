using System.Text;
using Clarion.Storage.DuckDb.Appending;
using Clarion.Storage.DuckDb.Connections;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Entities;

/// <summary>
/// A temporary table of a connection that takes rows in bulk, to be compared with a stored table and merged into it by set operations:
/// a few statements for any number of rows, where upserts take one each. Its content lasts for one transaction.
/// </summary>
internal sealed class StagingTable
{
    private readonly string _name;

    /// <summary>Creates or empties the table.</summary>
    /// <param name="connection">Within a transaction.</param>
    /// <param name="like">The stored table whose columns it has.</param>
    public StagingTable(DuckDBConnection connection, string like)
    {
        _name = "staging_" + like;
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {_name} AS FROM {like} LIMIT 0");
    }

    /// <summary>The table's name in SQL.</summary>
    public override string ToString() => _name;

    /// <summary>Appends rows, filled column by column.</summary>
    /// <typeparam name="T">Row.</typeparam>
    /// <param name="connection">The connection of the table.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="fill">Fills the appender's columns from some rows.</param>
    public void Append<T>(DuckDBConnection connection, IReadOnlyList<T> rows, Action<ChunkAppender, IReadOnlyList<T>> fill) =>
        AppendTo(connection, _name, rows, fill);

    /// <summary>Appends rows to any table, filled column by column.</summary>
    /// <typeparam name="T">Row.</typeparam>
    /// <param name="connection">The connection of the table.</param>
    /// <param name="table">Its name.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="fill">Fills the appender's columns from some rows.</param>
    public static void AppendTo<T>(DuckDBConnection connection, string table, IReadOnlyList<T> rows, Action<ChunkAppender, IReadOnlyList<T>> fill)
    {
        using var appender = new ChunkAppender(connection, table);
        foreach (var chunk in rows.Chunk(ChunkAppender.MaxRows))
        {
            fill(appender, chunk);
            appender.Append(chunk.Length);
        }

        appender.Complete();
    }
}

/// <summary>Fills columns of a chunk from rows.</summary>
internal static class ChunkColumns
{
    /// <summary>Fills a fixed-width column.</summary>
    public static void Fill<TRow, T>(this ChunkAppender appender, int column, IReadOnlyList<TRow> rows, Func<TRow, T> value)
        where T : unmanaged
    {
        var target = appender.Column<T>(column, rows.Count);
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = value(rows[i]);
        }
    }

    /// <summary>Fills a text column.</summary>
    public static void FillText<TRow>(this ChunkAppender appender, int column, IReadOnlyList<TRow> rows, Func<TRow, string> value)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            appender.Set(column, i, Encoding.UTF8.GetBytes(value(rows[i])));
        }
    }

    /// <summary>Fills a BLOB column.</summary>
    public static void FillBlob<TRow>(this ChunkAppender appender, int column, IReadOnlyList<TRow> rows, Func<TRow, ReadOnlyMemory<byte>> value)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            appender.Set(column, i, value(rows[i]).Span);
        }
    }
}
