using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;
using Clarion.Storage.Queries.Fields;
using Clarion.Storage.Upkeep;

namespace Clarion.Storage.Queries;

/// <summary>Which tables a summary needs, from its fields alone.</summary>
internal sealed class SummaryPlan
{
    private const string Device = "device";

    private readonly List<FilterField> _fields = [];

    private SummaryPlan(SummaryRequest request)
    {
        Dimensions = [.. request.By.Select(DimensionOf)];
        _fields.AddRange(Dimensions);
        Gather(request.Filter);
    }

    /// <summary>The family of rollups that answers; null when only raw flows can.</summary>
    public RollupFamily? Family { get; private init; }

    /// <summary>The fields to group by.</summary>
    public IReadOnlyList<FilterField> Dimensions { get; private init; }

    /// <summary>Plans a request.</summary>
    /// <exception cref="FilterException">A dimension is unknown, or fields are combined that no table has together.</exception>
    public static SummaryPlan Of(SummaryRequest request)
    {
        var plan = new SummaryPlan(request);
        var conversation = plan._fields.TrueForAll(field => field.Scopes.HasFlag(FilterScopes.Conversation));
        var flow = plan._fields.TrueForAll(field => field.Scopes.HasFlag(FilterScopes.Flow));
        if (!conversation && !flow)
        {
            var only = plan._fields.First(field => !field.Scopes.HasFlag(FilterScopes.Flow));
            var other = plan._fields.First(field => !field.Scopes.HasFlag(FilterScopes.Conversation));
            throw new FilterException(
                other.Scopes == FilterScopes.Device || only.Scopes == FilterScopes.Device
                    ? $"'{(only.Scopes == FilterScopes.Device ? only : other).Name}' can only be used in the list of devices."
                    : $"'{only.Name}' is known only for conversations and '{other.Name}' only for raw flows: they cannot be combined.",
                0, 0);
        }

        // A series finer than a bucket exists only in raw flows; so does any field that conversations lack.
        var fine = request.Step is { } step && (step < Buckets.Width || step.Ticks % Buckets.Width.Ticks != 0);
        if (!conversation || (fine && flow))
        {
            return plan;
        }

        return fine
            ? throw new FilterException("The step must be a multiple of five minutes for these fields.", 0, 0)
            : new SummaryPlan(request) { Family = plan.Choose(request.Filter) };
    }

    private static FilterField DimensionOf(string name)
    {
        if (!FilterFields.TryGet(name.ToLowerInvariant(), out var field))
        {
            throw new FilterException($"There is no dimension '{name}'.", 0, 0);
        }

        return field.IsDimension ? field : throw new FilterException($"'{name}' is no dimension.", 0, 0);
    }

    private RollupFamily Choose(FilterExpression? filter)
    {
        var names = Dimensions.Select(field => field.Name).ToArray();
        if (names.Contains(Device, StringComparer.Ordinal))
        {
            return filter is null && names.Length == 1
                ? RollupFamilies.DeviceUsage
                : throw new FilterException("'device' as a dimension stands alone, without a filter: use src.device or dst.device.", 0, 0);
        }

        if (names.Length == 0 && filter is ComparisonExpression { Field: Device, Operator: FilterOperator.Equal })
        {
            return RollupFamilies.DeviceUsage;
        }

        if (filter is null && names.Length == 2 && names.ToHashSet(StringComparer.Ordinal).SetEquals(["src.device", "dst.device"]))
        {
            return RollupFamilies.DevicePairs;
        }

        var needed = _fields.SelectMany(ConversationColumns.Needed).ToHashSet(StringComparer.Ordinal);
        return RollupFamilies.ByCost.First(family => needed.IsSubsetOf(family.Keys));
    }

    private void Gather(FilterExpression? filter)
    {
        switch (filter)
        {
            case AndExpression and:
                Gather(and.Left);
                Gather(and.Right);
                break;
            case OrExpression or:
                Gather(or.Left);
                Gather(or.Right);
                break;
            case NotExpression not:
                Gather(not.Inner);
                break;
            case ComparisonExpression comparison when FilterFields.TryGet(comparison.Field, out var field):
                _fields.Add(field);
                break;
            default:
                break;
        }
    }
}
