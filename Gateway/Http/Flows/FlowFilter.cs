using Clarion.Storage.Filters;

namespace Clarion.Gateway.Http.Flows;

/// <summary>The <c>q</c> of a request.</summary>
internal static class FlowFilter
{
    /// <summary>The condition; null when there is none.</summary>
    /// <exception cref="FilterException">It cannot be understood.</exception>
    public static FilterExpression? ReadOptional(this FilterReader reader, string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : reader(text);
}
