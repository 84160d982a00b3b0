using Clarion.Gateway.Http.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Reading;

/// <summary>
/// Refuses query parameters that a handler does not take, and repeated ones: a misspelt <c>form=now-24h</c> must not quietly answer
/// another question. What a handler takes is read from its signature.
/// </summary>
internal static class KnownParameters
{
    public static RouteGroupBuilder RefuseUnknownParameters(this RouteGroupBuilder group)
    {
        group.AddEndpointFilterFactory((factory, next) =>
        {
            HashSet<string> known = new(
                factory.MethodInfo.GetParameters().Where(p => p.ParameterType == typeof(string)).Select(p => p.Name!), StringComparer.OrdinalIgnoreCase);
            return invocation =>
            {
                Check(invocation.HttpContext, known);
                return next(invocation);
            };
        });
        return group;
    }

    private static void Check(HttpContext context, HashSet<string> known)
    {
        var route = context.Request.RouteValues;
        foreach (var (name, values) in context.Request.Query)
        {
            if (!known.Contains(name) || route.ContainsKey(name))
            {
                var allowed = known.Where(k => !route.ContainsKey(k)).Order(StringComparer.Ordinal).ToList();
                throw new BadParameterException(
                    name,
                    $"This resource has no parameter '{name}'; {(allowed.Count == 0 ? "it has none" : "known: " + string.Join(", ", allowed))}.");
            }

            if (values.Count > 1)
            {
                throw new BadParameterException(name, $"The parameter '{name}' is given {values.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)} times; give it once.");
            }
        }
    }
}
