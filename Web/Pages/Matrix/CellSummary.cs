using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Flows;
using Clarion.Gateway.Http.Groups;

namespace Clarion.Web.Pages.Matrix;

/// <summary>What the panel beside the matrix says of a cell.</summary>
/// <param name="Forward">Traffic within the time range, by service.</param>
/// <param name="Reverse">The same of the reverse cell.</param>
/// <param name="Ever">The pair since it was first seen; null when it never was.</param>
internal sealed record CellSummary(FlowSummaryModel Forward, FlowSummaryModel Reverse, PairModel? Ever)
{
    private const string ByService = "protocol,dst.port";
    private const string Services = "8";

    public static async Task<CellSummary> ReadAsync(
        FlowReader flows, MatrixReader matrix, CellKey cell, string from, string to, CancellationToken cancellationToken)
    {
        var forward = flows.SummarizeAsync(from, to, cell.Filter, ByService, null, Services, cancellationToken);
        var reverse = flows.SummarizeAsync(from, to, cell.Reverse.Filter, ByService, null, Services, cancellationToken);
        var ever = EverAsync(matrix, cell, cancellationToken);
        await Task.WhenAll(forward, reverse, ever);
        return new CellSummary(await forward, await reverse, await ever);
    }

    private static async Task<PairModel?> EverAsync(MatrixReader matrix, CellKey cell, CancellationToken cancellationToken)
    {
        try
        {
            return await matrix.GetAsync(Text(cell.Source), Text(cell.Destination), cancellationToken);
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    private static string Text(int tag) => tag.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
