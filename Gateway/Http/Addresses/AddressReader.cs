using Clarion.Correlation.Addresses;
using Clarion.Correlation.Bindings;
using Clarion.Correlation.Identity.Answers;
using Clarion.Flows;
using Clarion.Gateway.Http.Devices;
using Clarion.Gateway.Http.Errors;
using Clarion.Gateway.Http.Identity;
using Clarion.Gateway.Http.Reading;
using Clarion.Grains.Interfaces.Addresses;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Addresses;

/// <summary>Answers <c>/addresses</c>. Parameters are texts as in the query string; null or empty means the default.</summary>
public sealed class AddressReader(GrainAnswers grains, IFlowQueries queries, IdentityReader identity, TimeProvider time)
{
    /// <summary>Who holds an address, or held it at a moment.</summary>
    /// <exception cref="BadParameterException">A parameter cannot be used.</exception>
    public async Task<AddressModel> GetAsync(string ip, string? at, CancellationToken cancellationToken)
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
            (null, _) => await HistoryAsync(address, cancellationToken).ConfigureAwait(false),
            _ => [],
        };
        if (bindings.Count == 0)
        {
            var stored = await queries.BindingsAsync(address, asked, cancellationToken).ConfigureAwait(false);
            bindings = [.. stored.Select(Of)];
        }

        var explained = await identity.ExplainAsync(new DeviceQuestion(address, moment.ToUnixTimeMilliseconds()), cancellationToken).ConfigureAwait(false);
        var known = DeviceId.TryParse(explained.Identity.Device ?? "", out var device) && device.IsMac ? device.ToString() : null;
        var mac = known ?? holder?.Mac ?? bindings.FirstOrDefault(b => b.From <= moment && moment <= b.To)?.Mac;
        return new AddressModel(address.ToString(), moment, mac, bindings, explained.Identity, explained.Evidence);
    }

    private async Task<IReadOnlyList<IntervalModel>> HistoryAsync(IpAddr address, CancellationToken cancellationToken)
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
