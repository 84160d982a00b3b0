using System.Data.Common;
using System.Globalization;

namespace Clarion.Storage.Sql;

/// <summary>The values of one statement. Every value of a request reaches the engine through here, none as text of the statement.</summary>
internal sealed class SqlValues(SqlDialect dialect)
{
    private readonly List<object> _values = [];

    /// <summary>The dialect of the statement.</summary>
    public SqlDialect Dialect => dialect;

    /// <summary>Adds a number and returns its placeholder, cast to the type it is compared as.</summary>
    public string Add(UInt128 value, SqlType type) => $"{Placeholder(dialect.Parameter(value, type))}::{dialect.Name(type)}";

    /// <summary>Adds a signed number.</summary>
    public string Add(long value) => $"{Placeholder(value)}::BIGINT";

    /// <summary>Adds a text.</summary>
    public string Add(string value) => $"{Placeholder(dialect.Text(value))}::VARCHAR";

    /// <summary>Runs a statement with these values.</summary>
    public DbDataReader Query(SqlSession session, string sql) => session.Query(sql, [.. _values]);

    private string Placeholder(object value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${_values.Count}");
    }
}
