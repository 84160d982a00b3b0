using Clarion.Correlation.Bindings;
using Clarion.Flows;
using Clarion.Gateway.Http.Devices;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Addresses;
using Clarion.Storage.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Clarion.Gateway.Http.Addresses;

/// <summary>Who held an address.</summary>
/// <param name="Address">The address.</param>
/// <param name="At">The moment asked for, UTC.</param>
/// <param name="Mac">Who held it at that moment; null when nobody is known to.</param>
/// <param name="Bindings">Intervals, newest first; with <c>at</c> only those of that moment.</param>
public sealed record AddressModel(string Address, DateTimeOffset At, string? Mac, IReadOnlyList<IntervalModel> Bindings);

/// <summary><c>/addresses</c>.</summary>
internal static class AddressEndpoints
{
    public static void MapAddresses(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/addresses/{ip}", GetAsync).WithName("getAddress").WithTags("Addresses")
            .WithSummary("Who holds an address, or held it at a moment")
            .WithDescription("Without `at`: who holds it now, and everyone known to have held it. Grains answer for what they remember, the store for the rest.")
            .QueriesStore();

    private static async Task<Ok<AddressModel>> GetAsync(
        string ip, string? at, GrainAnswers grains, IFlowQueries queries, TimeProvider time, CancellationToken cancellationToken)
    {
        var address = QueryText.Address("ip", ip);
        var now = time.GetUtcNow();
        var asked = QueryText.Moment("at", at, now);
        var moment = asked ?? now;
        var holder = await grains.AskAsync<IAddressGrain, AddressBinding?>(
            address.ToString(), grain => grain.At(moment.ToUnixTimeMilliseconds()), cancellationToken).ConfigureAwait(false);
        IReadOnlyList<IntervalModel> bindings = (asked, holder) switch
        {
            ({ }, { } one) => [IntervalModel.Of(one)],
            (null, _) => await HistoryAsync(grains, address, cancellationToken).ConfigureAwait(false),
            _ => [],
        };
        if (bindings.Count == 0)
        {
            var stored = await queries.BindingsAsync(address, asked, cancellationToken).ConfigureAwait(false);
            bindings = [.. stored.Select(Of)];
        }

        var mac = holder?.Mac ?? bindings.FirstOrDefault(b => b.From <= moment && moment <= b.To)?.Mac;
        return TypedResults.Ok(new AddressModel(address.ToString(), moment, mac, bindings));
    }

    private static async Task<IReadOnlyList<IntervalModel>> HistoryAsync(GrainAnswers grains, IpAddr address, CancellationToken cancellationToken)
    {
        var history = await grains.AskAsync<IAddressGrain, IReadOnlyList<AddressBinding>>(
            address.ToString(), grain => grain.History(), cancellationToken).ConfigureAwait(false);
        return [.. history.Select(IntervalModel.Of)];
    }

    private static IntervalModel Of(Binding binding) => IntervalModel.Of(new AddressBinding(
        binding.Mac.ToString(), binding.FirstMs, binding.LastMs, SourceOf(binding.Source), binding.Exporter.ToString(), binding.Interface, binding.Vlan));

    private static string SourceOf(BindingSource source) => source switch
    {
        BindingSource.Flow => "flow",
        _ => "unknown",
    };
}
