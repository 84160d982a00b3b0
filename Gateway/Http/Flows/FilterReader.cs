using Clarion.Storage.Filters;

namespace Clarion.Gateway.Http.Flows;

/// <summary>Reads a condition of the filter language.</summary>
/// <param name="text">The condition as written.</param>
/// <exception cref="FilterException">It cannot be understood; the position is in the exception.</exception>
public delegate FilterExpression FilterReader(string text);
