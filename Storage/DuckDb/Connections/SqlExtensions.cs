using System.Data.Common;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Connections;

/// <summary>One-line SQL with positional parameters (<c>$1</c>, <c>$2</c>, …).</summary>
internal static class SqlExtensions
{
    /// <summary>Runs statements and returns the number of changed rows of the last one.</summary>
    public static int Execute(this DuckDBConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        using var command = connection.Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row.</summary>
    public static T Scalar<T>(this DuckDBConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        using var reader = connection.Query(sql, values);
        return reader.Read() ? reader.GetFieldValue<T>(0) : throw new InvalidOperationException("The query returned no row: " + sql);
    }

    /// <summary>Opens a reader; disposing it frees the command too.</summary>
    public static DuckDBDataReader Query(this DuckDBConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        // The reader keeps the result; the command holds nothing that outlives execution.
        using var command = connection.Command(sql, values);
        return command.ExecuteReader();
    }

    /// <summary>A command with its parameters bound.</summary>
    public static DuckDBCommand Command(this DuckDBConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Callers pass constant text; values travel as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var value in values)
        {
            command.Parameters.Add(new DuckDBParameter(value));
        }

        return command;
    }

    /// <summary>Runs an action between BEGIN and COMMIT; whatever it throws rolls back.</summary>
    public static void InTransaction(this DuckDBConnection connection, Action action)
    {
        connection.Execute("BEGIN TRANSACTION");
        try
        {
            action();
            connection.Execute("COMMIT");
        }
        catch
        {
            connection.TryRollback();
            throw;
        }
    }

    /// <summary>Ends a transaction if one is still open. A failed COMMIT has already ended it.</summary>
    public static void TryRollback(this DuckDBConnection connection)
    {
        try
        {
            connection.Execute("ROLLBACK");
        }
        catch (DbException)
        {
            // No transaction is open, or the database is beyond use: the first fault is the one that matters.
        }
    }
}
