using Clarion.Storage.Contracts;
using Clarion.Storage.Queries.Fields;

namespace Clarion.Storage.Queries;

/// <summary>The tables that answer a summary.</summary>
/// <param name="Name">Named in the answer.</param>
/// <param name="Effective">The range they can answer.</param>
/// <param name="Parts">FROM items with conditions; their rows together are what is summed.</param>
/// <param name="Measures">Measure columns of a row.</param>
/// <param name="Time">Expression of a row's time, Unix seconds.</param>
/// <param name="MaxError">Bytes that a bounded table may lack in one group.</param>
/// <param name="Columns">Columns of a field.</param>
internal sealed record SummarySource(
    string Name, TimeRange Effective, IReadOnlyList<string> Parts, string Measures, string Time, double MaxError, ColumnsOf Columns);
