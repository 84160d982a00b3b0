using System.Data.Common;
using System.Globalization;

namespace Clarion.Storage.Sql;

/// <summary>
/// A connection inside a transaction, and what its engine does in its own way. Everything that asks or changes tables in SQL that all engines
/// understand goes through here; statements name parameters by position (<c>$1</c>, <c>$2</c>, …).
/// </summary>
/// <param name="connection">An open connection.</param>
/// <param name="dialect">Words that differ between engines.</param>
/// <param name="parts">Tables that are dropped part by part.</param>
internal sealed class SqlSession(DbConnection connection, SqlDialect dialect, ITableParts parts)
{
    private volatile DbCommand? _running;
    private volatile bool _cancelled;

    /// <summary>The connection, for what is not said in SQL.</summary>
    public DbConnection Connection => connection;

    /// <summary>Words that differ between engines.</summary>
    public SqlDialect Dialect => dialect;

    /// <summary>Tables that are dropped part by part.</summary>
    public ITableParts Parts => parts;

    /// <summary>Longest time of a statement, seconds; null = as the connection has it.</summary>
    public int? Timeout { get; init; }

    /// <summary>Opens a reader.</summary>
    /// <param name="sql">Fixed text of the program's own.</param>
    /// <param name="values">Values of the parameters.</param>
    public DbDataReader Query(string sql, params ReadOnlySpan<object> values)
    {
        // The reader keeps the result; the command holds nothing that outlives execution.
        using var command = Command(sql, values);
        return command.ExecuteReader();
    }

    /// <summary>Runs statements and returns the number of changed rows.</summary>
    /// <param name="sql">Fixed text of the program's own.</param>
    /// <param name="values">Values of the parameters.</param>
    public int Execute(string sql, params ReadOnlySpan<object> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row.</summary>
    /// <typeparam name="T">Type of the column as the engine gives it.</typeparam>
    /// <param name="sql">Fixed text of the program's own.</param>
    /// <param name="values">Values of the parameters.</param>
    public T Scalar<T>(string sql, params ReadOnlySpan<object> values)
    {
        using var reader = Query(sql, values);
        return reader.Read() ? reader.GetFieldValue<T>(0) : throw new InvalidOperationException("The query returned no row: " + sql);
    }

    /// <summary>Runs a statement of fixed text and numbers of the store's own.</summary>
    /// <returns>Rows that it inserted, changed or deleted.</returns>
    public long Run(FormattableString sql) => Execute(sql.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads one number; 0 for none.</summary>
    public long Number(FormattableString sql)
    {
        using var command = Command(sql.ToString(CultureInfo.InvariantCulture));
        var value = command.ExecuteScalar();
        return value is null or DBNull ? 0 : Convert.ToInt64(value, CultureInfo.InvariantCulture);
    }

    /// <summary>Interrupts the statement that runs now, from any thread, and lets no other begin.</summary>
    public void Cancel()
    {
        _cancelled = true;
        try
        {
            _running?.Cancel();
        }
        catch (Exception fault) when (fault is ObjectDisposedException or InvalidOperationException or DbException)
        {
            // It has ended by itself.
        }
    }

    private DbCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        if (_cancelled)
        {
            throw new OperationCanceledException();
        }

        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Callers pass fixed text; values travel as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = Timeout ?? command.CommandTimeout;
        foreach (var value in values)
        {
            var parameter = command.CreateParameter();
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        _running = command;
        return command;
    }
}
