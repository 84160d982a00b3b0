using System.Globalization;
using Clarion.Gateway.Http;
using Clarion.Web.Navigation;

namespace Clarion.Web.Pages.Flows;

/// <summary>What the flow explorer asks: everything the answer depends on, and nothing else. Compared by value.</summary>
/// <param name="Time">Time range.</param>
/// <param name="Filter">Condition; null = all flows.</param>
/// <param name="By">Dimensions separated by commas; empty = all flows together.</param>
/// <param name="Step">Width of a point, as the API writes it.</param>
/// <param name="Limit">Groups to return.</param>
/// <param name="Compares">Whether the period before is asked for too.</param>
public sealed record FlowQuestion(TimeSelection Time, string? Filter, string By, string Step, int Limit, bool Compares)
{
    /// <summary>Address of the resource.</summary>
    public const string Resource = ClarionApi.Root + "/flows/summary";

    /// <summary>The dimensions, in order.</summary>
    public IReadOnlyList<string> Dimensions => By.Length == 0 ? [] : By.Split(',');

    /// <summary>The same question as a call of the API, path and query.</summary>
    public string ApiCall => Resource + '?' + Query(Parameters());

    /// <summary>Query of the raw flows behind the answer.</summary>
    public string RawQuery => Query(Parameters().Where(pair => pair.Name is "from" or "to" or "q"));

    /// <summary>The question that an address asks.</summary>
    public static FlowQuestion Of(ViewState view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return Of(view.Time, view.StepText(), view.Get);
    }

    /// <summary>The same, from parts.</summary>
    /// <param name="time">Time range.</param>
    /// <param name="step">Width of a point.</param>
    /// <param name="parameter">Parameters of the address by name; null when absent.</param>
    public static FlowQuestion Of(TimeSelection time, string step, Func<string, string?> parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        var look = FlowLook.Of(parameter);
        var by = string.Join(',', look.Dimensions);

        // A Sankey adds up flows that pass the same node, so it needs more of them than a list shows.
        var limit = look.Chart == FlowChartKind.Sankey ? FlowLook.SankeyRows : look.Limit;
        return new FlowQuestion(time, parameter(ViewState.Filter)?.Trim() is { Length: > 0 } filter ? filter : null, by, step, limit, look.Compares);
    }

    private static string Query(IEnumerable<(string Name, string Value)> parameters) =>
        string.Join('&', parameters.Select(pair => pair.Name + '=' + Escape(pair.Value)));

    private static string Escape(string value) => Uri.EscapeDataString(value)
        .Replace("%3A", ":", StringComparison.Ordinal).Replace("%2C", ",", StringComparison.Ordinal);

    private IEnumerable<(string Name, string Value)> Parameters()
    {
        yield return ("from", Time.From);
        yield return ("to", Time.To);
        if (Filter is not null)
        {
            yield return ("q", Filter);
        }

        if (By.Length > 0)
        {
            yield return ("by", By);
        }

        yield return ("step", Step);
        yield return ("limit", Limit.ToString(CultureInfo.InvariantCulture));
    }
}
