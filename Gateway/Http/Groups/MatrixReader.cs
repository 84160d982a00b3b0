using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Groups;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Groups;

/// <summary>Answers <c>/matrix</c>. Parameters are texts as in the query string; null or empty means the default.</summary>
public sealed class MatrixReader(GrainAnswers grains, IFlowQueries queries, GroupNames names, TimeProvider time)
{
    /// <summary>Every observed pair of groups within a time range.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public Task<Listing<CellModel>> ListAsync(string? from, string? to, CancellationToken cancellationToken) => ListAsync(from, to, null, cancellationToken);

    /// <summary>The same, of pairs with a group of a tag, or whose name has a text in it.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public async Task<Listing<CellModel>> ListAsync(string? from, string? to, string? group, CancellationToken cancellationToken)
    {
        var cells = await queries.MatrixAsync(QueryText.Range(from, to, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        return new Listing<CellModel>(
            [.. cells.Where(cell => names.Matches(group, cell.SourceSgt, cell.DestinationSgt)).Select(cell => new CellModel(cell))], null);
    }

    /// <summary>The same by columns, with the groups' names: for whoever draws all of it.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public async Task<MatrixCellsModel> CellsAsync(string? from, string? to, CancellationToken cancellationToken)
    {
        var range = QueryText.Range(from, to, time.GetUtcNow());
        return MatrixColumns.Of(range, await queries.MatrixAsync(range, cancellationToken).ConfigureAwait(false), names);
    }

    /// <summary>One pair of groups since it was first seen.</summary>
    /// <exception cref="NotFoundException">It has never been seen.</exception>
    public async Task<PairModel> GetAsync(string source, string destination, CancellationToken cancellationToken)
    {
        var key = FormattableString.Invariant(
            $"{QueryText.Number("source", source, 0, ushort.MaxValue)}:{QueryText.Number("destination", destination, 0, ushort.MaxValue)}");
        var view = await grains.AskAsync<ISgtPairGrain, SgtPairView?>(key, grain => grain.Get().AsTask(), cancellationToken).ConfigureAwait(false)
            ?? throw new NotFoundException($"No flow from group {source} to group {destination} has been seen.");
        return PairModel.Of(view);
    }
}
