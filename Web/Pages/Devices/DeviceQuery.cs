using Clarion.Storage.Filters;

namespace Clarion.Web.Pages.Devices;

/// <summary>The filter of the list as it is asked: provisional devices that became others are left out unless the filter speaks of them.</summary>
internal static class DeviceQuery
{
    private const string Living = "merged = false";

    /// <summary>The filter to ask with.</summary>
    public static string Of(string? written) => written switch
    {
        _ when string.IsNullOrWhiteSpace(written) => Living,
        _ when written.Contains("merged", StringComparison.OrdinalIgnoreCase) => written,
        _ => $"({written}) and {Living}",
    };

    /// <summary>A fault of the filter asked with, at its place in the filter as it was written.</summary>
    public static FilterException Placed(FilterException fault, string? written)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return Of(written) == written ? fault : new FilterException(fault.Message, Math.Max(0, fault.Position - 1), fault.Length);
    }

    /// <summary>The parts that must all hold; empty when there are fewer than two, or one of them is more than a comparison.</summary>
    public static IReadOnlyList<string> Parts(string written, FilterExpression filter)
    {
        ArgumentNullException.ThrowIfNull(written);
        List<string> parts = [];
        return Collect(filter) && parts.Count > 1 ? parts : [];

        bool Collect(FilterExpression one)
        {
            switch (one)
            {
                case AndExpression and:
                    return Collect(and.Left) && Collect(and.Right);
                case ComparisonExpression comparison:
                    parts.Add(written.Substring(comparison.Position, comparison.Length));
                    return true;
                default:
                    return false;
            }
        }
    }
}
