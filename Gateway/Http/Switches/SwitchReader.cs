using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Switches;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Switches;

/// <summary>Answers <c>/switches</c>. Parameters are texts as in the query string; null or empty means the default.</summary>
public sealed class SwitchReader(GrainAnswers grains, IFlowQueries queries, TimeProvider time)
{
    /// <summary>Switches, last seen first.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public async Task<Listing<SwitchModel>> ListAsync(string? limit, string? cursor, CancellationToken cancellationToken)
    {
        var page = await Cursors.ReadAsync(
            cursor, c => queries.SwitchesAsync(QueryText.Limit(limit), c, cancellationToken)).ConfigureAwait(false);
        return new Listing<SwitchModel>([.. page.Items.Select(SwitchModel.Of)], page.Next);
    }

    /// <summary>One switch as it is now; with a range also its usage over that time.</summary>
    /// <exception cref="NotFoundException">It has exported nothing.</exception>
    public async Task<SwitchDetailModel> GetAsync(string id, string? from, string? to, CancellationToken cancellationToken)
    {
        var range = QueryText.OptionalRange(from, to, time.GetUtcNow());
        var address = QueryText.Address("id", id);
        var view = await grains.AskAsync<ISwitchGrain, SwitchView?>(
            address.ToString(), grain => grain.Get().AsTask(), cancellationToken).ConfigureAwait(false)
            ?? throw new NotFoundException($"No switch {address} has exported flows.");
        var usage = range is { } asked
            ? await queries.SwitchUsageAsync(address, asked, cancellationToken).ConfigureAwait(false)
            : null;
        return SwitchDetailModel.Of(view, range, usage);
    }
}
