using Clarion.Web.Charts;

namespace Clarion.Web.Pages.Flows;

/// <summary>Groups of several dimensions as a Sankey: one column a dimension, the largest values of each and the rest as one node.</summary>
public sealed class SankeyFlows
{
    private const int MaxNodes = 20;
    private const string Rest = "Other";

    // Sums of doubles in another order differ in their last digits; that is no traffic.
    private const double Noise = 1e-9;

    private readonly List<(int Column, object? Value, bool IsRest)> _values = [];

    private SankeyFlows()
    {
    }

    /// <summary>What to draw.</summary>
    public SankeyModel Model { get; private set; } = new(ChartUnit.Bytes, [], [], []);

    /// <summary>Builds it.</summary>
    /// <param name="unit">Unit of amounts.</param>
    /// <param name="fields">Dimensions, at least two.</param>
    /// <param name="rows">Groups with their amounts.</param>
    /// <param name="total">Amount of everything; what no group has passes the rest of every column.</param>
    /// <param name="names">Writes values.</param>
    public static SankeyFlows Of(
        ChartUnit unit, IReadOnlyList<string> fields, IReadOnlyList<(IReadOnlyList<object?> Key, double Amount)> rows, double total, DimensionText names)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(names);
        var flows = new SankeyFlows();
        var (nodes, links) = (new List<SankeyNode>(), new Dictionary<(int Source, int Target), double>());
        var missing = total - rows.Sum(row => row.Amount);
        missing = missing > total * Noise ? missing : 0;
        var places = fields.Select((field, column) => flows.Column(column, field, rows, missing, names, nodes)).ToArray();
        foreach (var (key, amount) in rows)
        {
            Pass(column => places[column].Find(key[column]), amount);
        }

        Pass(column => places[column].Rest, missing);

        flows.Model = new SankeyModel(
            unit, fields, nodes, [.. links.OrderByDescending(link => link.Value).Select(link => new SankeyLink(link.Key.Source, link.Key.Target, link.Value))]);
        return flows;

        void Pass(Func<int, int> place, double amount)
        {
            for (var column = 0; column + 1 < fields.Count && amount > 0; column++)
            {
                var ends = (place(column), place(column + 1));
                links[ends] = links.GetValueOrDefault(ends) + amount;
            }
        }
    }

    /// <summary>Field and value of a node; null for one that stands for several.</summary>
    public (string Field, object? Value)? ValueOf(int node) =>
        _values[node] is { IsRest: false } known ? (Model.Columns[known.Column], known.Value) : null;

    private Places Column(
        int column, string field, IReadOnlyList<(IReadOnlyList<object?> Key, double Amount)> rows, double missing, DimensionText names, List<SankeyNode> nodes)
    {
        var values = rows.GroupBy(row => Text(row.Key[column])).Select(group => (group.First().Key[column], Amount: group.Sum(row => row.Amount)))
            .Where(value => value.Amount > 0).OrderByDescending(value => value.Amount).ToArray();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (value, amount) in values.Take(MaxNodes))
        {
            places[Text(value)] = nodes.Count;
            var color = DimensionText.ColorOf(field, value) ?? SeriesColors.Of(places.Count - 1);
            nodes.Add(new SankeyNode(column, names.Of(field, value), color, amount));
            _values.Add((column, value, false));
        }

        var rest = values.Skip(MaxNodes).Sum(value => value.Amount) + missing;
        if (rest <= 0)
        {
            return new Places(places, -1);
        }

        nodes.Add(new SankeyNode(column, Rest, FlowBreakdown.Grey, rest));
        _values.Add((column, null, true));
        return new Places(places, nodes.Count - 1);
    }

    private static string Text(object? value) => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";

    private sealed record Places(Dictionary<string, int> Known, int Rest)
    {
        public int Find(object? value) => Known.TryGetValue(Text(value), out var place) ? place : Rest;
    }
}
