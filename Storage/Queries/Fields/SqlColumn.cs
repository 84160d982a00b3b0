using Clarion.Storage.Sql;

namespace Clarion.Storage.Queries.Fields;

/// <summary>A column or expression that a field stands for.</summary>
/// <param name="Sql">The expression, in fixed SQL: nothing of a request is ever part of it.</param>
/// <param name="Type">How it is compared.</param>
internal sealed record SqlColumn(string Sql, SqlType Type)
{
    /// <summary>For <see cref="SqlType.Exporter"/>: the attribute and its type.</summary>
    public SqlColumn? Attribute { get; init; }

    /// <summary>
    /// For addresses of conversations: an expression that is true where the column holds the network of an external address, not the
    /// address itself; null elsewhere.
    /// </summary>
    public string? FoldedWhen { get; init; }
}
