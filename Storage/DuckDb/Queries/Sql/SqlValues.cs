using System.Globalization;
using System.Numerics;
using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Queries.Sql;

/// <summary>The values of one statement. Every value of a request reaches the engine through here, none as text of the statement.</summary>
internal sealed class SqlValues
{
    private readonly List<object> _values = [];

    /// <summary>Adds a number and returns its placeholder, cast to the type it is compared as.</summary>
    public string Add(UInt128 value, SqlType type) => type is SqlType.Float or SqlType.Double
        ? $"{Placeholder((double)value)}::{type.Name()}"
        : $"{Placeholder((BigInteger)value)}::{type.Name()}";

    /// <summary>Adds a signed number.</summary>
    public string Add(long value) => $"{Placeholder(value)}::BIGINT";

    /// <summary>Adds a text.</summary>
    public string Add(string value) => $"{Placeholder(value)}::VARCHAR";

    /// <summary>Makes a command of a statement and these values.</summary>
    public DuckDBCommand Command(DuckDBConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < _values.Count; i++)
        {
            command.Parameters.Add(new DuckDBParameter(Name(i), _values[i]));
        }

        return command;
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"v{number}");

    private string Placeholder(object value)
    {
        _values.Add(value);
        return "$" + Name(_values.Count - 1);
    }
}
