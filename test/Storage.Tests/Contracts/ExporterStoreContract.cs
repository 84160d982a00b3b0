using Clarion.Flows;
using Clarion.Storage.Contracts;

namespace Clarion.Storage.Tests.Contracts;

/// <summary>What every exporter store must do.</summary>
public abstract class ExporterStoreContract : StoreContract
{
    private static readonly ExporterKey Other = new(IpAddr.Parse("2001:db8::2"), uint.MaxValue, 10);

    [Fact]
    public async Task Decoder_states_are_replaced_per_exporter()
    {
        await Store.Exporters.SaveStatesAsync([new(Samples.Switch, new byte[] { 1 }), new(Other, new byte[] { 2, 0, 2 })], Cancel);
        await Store.Exporters.SaveStatesAsync([new(Samples.Switch, new byte[] { 9, 9 })], Cancel);
        await Store.RestartAsync();
        var states = (await Store.Exporters.LoadStatesAsync(Cancel)).ToDictionary(state => state.Exporter, state => Convert.ToHexString(state.State.Span));
        Assert.Equal(2, states.Count);
        Assert.Equal(("0909", "020002"), (states[Samples.Switch], states[Other]));
    }

    [Fact]
    public async Task Health_is_read_by_exporter_and_time_oldest_first()
    {
        var rows = Enumerable.Range(0, 5)
            .Select(i => new ExporterHealthRow(Samples.Switch, Samples.Noon.AddMinutes(4 - i), i, 2, 3, 4, 5, -6)).ToList();
        await Store.Exporters.AppendHealthAsync([.. rows, new(Other, Samples.Noon, 1, 1, 1, 1, 1, 1)], Cancel);
        var read = await Store.Exporters.GetHealthAsync(Samples.Switch, Samples.Noon.AddMinutes(1), Samples.Noon.AddMinutes(4), Cancel);
        Assert.Equal([rows[3], rows[2], rows[1]], read);
        Assert.Empty(await Store.Exporters.GetHealthAsync(Other with { DomainId = 1 }, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancel));
    }

    [Fact]
    public async Task A_correction_of_losses_is_a_row_beside_what_gateways_counted_and_is_replaced()
    {
        var counted = new ExporterHealthRow(Samples.Switch, Samples.Noon, 7, 8, 9, 500, 1, -2);
        var next = Samples.Noon.AddMinutes(1);
        await Store.Exporters.AppendHealthAsync([counted, new(Other, Samples.Noon, 1, 1, 1, 1, 1, 1)], Cancel);
        await Store.Exporters.CorrectLossAsync([new(Samples.Switch, Samples.Noon, 3), new(Other, Samples.Noon, 44)], Cancel);
        await Store.Exporters.CorrectLossAsync([new(Samples.Switch, Samples.Noon, -480), new(Samples.Switch, next, 6)], Cancel);
        var read = await Store.Exporters.GetHealthAsync(Samples.Switch, Samples.Noon, next.AddMinutes(1), Cancel);
        Assert.Equal([counted, Correction(Samples.Noon, -480), Correction(next, 6)], read.OrderBy(row => row.Minute).ThenByDescending(row => row.Datagrams));
        await Store.Exporters.CorrectLossAsync([new(Samples.Switch, Samples.Noon, 0)], Cancel);
        read = await Store.Exporters.GetHealthAsync(Samples.Switch, Samples.Noon, next.AddMinutes(1), Cancel);
        Assert.Equal([counted, Correction(next, 6)], read);

        static ExporterHealthRow Correction(DateTimeOffset minute, long units) => new(Samples.Switch, minute, 0, 0, 0, units, 0, 0);
    }

    [Fact]
    public async Task Application_names_are_replaced()
    {
        await Store.Exporters.SaveApplicationsAsync(new Dictionary<ulong, string> { [1] = "one", [ulong.MaxValue] = "max 'quoted'" }, Cancel);
        await Store.Exporters.SaveApplicationsAsync(new Dictionary<ulong, string> { [1] = "uno" }, Cancel);
        await Store.Exporters.SaveApplicationsAsync(new Dictionary<ulong, string>(), Cancel);
        await Store.RestartAsync();
        var names = await Store.Exporters.LoadApplicationsAsync(Cancel);
        Assert.Equal(("uno", "max 'quoted'", 2), (names[1], names[ulong.MaxValue], names.Count));
    }
}
