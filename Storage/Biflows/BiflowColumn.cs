using Clarion.Flows;
using Clarion.Storage.Sql;

namespace Clarion.Storage.Biflows;

/// <summary>A column of the long tier.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Up">The column of a flow from client to server that it holds; null when it is about the other way only.</param>
/// <param name="Down">The column of a flow from server to client that it holds; null when it is about the other way only.</param>
internal sealed record BiflowColumn(string Name, SqlType Type, FlowColumn? Up, FlowColumn? Down)
{
    /// <summary>True when both ways must agree on it to be one row.</summary>
    public bool IsShared => Up is not null && Down is not null;

    /// <summary>What is a fact about the exchange, whichever way says it.</summary>
    public static BiflowColumn Same(string name, SqlType type, FlowColumn column) => new(name, type, column, column);
}
