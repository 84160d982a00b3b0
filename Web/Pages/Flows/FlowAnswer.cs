using Clarion.Gateway.Http.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Web.Pages.Flows;

/// <summary>What came back: chart, table and badges are made of this one answer.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Asked">The time range asked for; what was summed is in the summary.</param>
/// <param name="At">When it was asked.</param>
/// <param name="Step">Width of a point.</param>
/// <param name="Summary">Totals, groups and series.</param>
/// <param name="Before">The same of the period before; null unless it was asked for.</param>
public sealed record FlowAnswer(
    FlowQuestion Question, TimeRange Asked, DateTimeOffset At, TimeSpan Step, FlowSummaryModel Summary, FlowSummaryModel? Before)
{
    /// <summary>Nothing matched.</summary>
    public bool IsEmpty => Summary.Flows == 0;
}
