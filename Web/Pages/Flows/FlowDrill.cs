using Clarion.Web.Filters;
using Clarion.Web.Navigation;

namespace Clarion.Web.Pages.Flows;

/// <summary>Narrows the question by values of its answer.</summary>
internal static class FlowDrill
{
    private const string Device = "device";
    private const string Pair = "src.device,dst.device";

    /// <summary>Asks for each value in the filter (<c>field = value</c>), or against it (<c>field != value</c>).</summary>
    public static void Drill(this ViewState view, bool include, params IReadOnlyList<(string Field, object? Value)> values)
    {
        var filter = view.Get(ViewState.Filter);
        foreach (var (field, value) in values)
        {
            filter = include ? FilterText.Include(filter, field, value) : FilterText.Exclude(filter, field, value);
        }

        // The dimension of both ends knows no filter; with one, the two ends are shown for themselves.
        var by = view.Get(FlowLook.ByParameter);
        view.Set(replace: false, (ViewState.Filter, filter), (FlowLook.ByParameter, by == Device ? Pair : by));
    }
}
