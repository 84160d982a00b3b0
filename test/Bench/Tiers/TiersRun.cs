using System.Globalization;
using Clarion.Bench.Prefill;
using Clarion.Simulation;
using Clarion.Storage;
using Clarion.Storage.Contracts;
using Clarion.Storage.Timescale;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Clarion.Bench.Tiers;

/// <summary>Stores an hour of a campus, lets it grow old, and asks the server what each tier takes.</summary>
internal sealed class TiersRun(string dataDirectory, int flows, CampusOptions campus, TimeProvider time, TextWriter output)
{
    private const int FlowsPerAppend = 100_000;
    private const int Partitions = 1;
    private static readonly TimeSpan Age = TimeSpan.FromDays(3);

    private readonly string _schema = string.Create(CultureInfo.InvariantCulture, $"tiers_{time.GetUtcNow().ToUnixTimeSeconds()}");

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // The clock stands: nothing is due before the hour is complete.
        var start = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero) - Age;
        var clock = new PrefillClock(start.ToUnixTimeMilliseconds());
        await using var services = Services(clock);
        var store = services.GetRequiredService<IStoreMaintenance>();
        await store.OpenAsync(cancellationToken);
        try
        {
            await FillAsync(services.GetRequiredService<IFlowStore>(), clock, cancellationToken);
            var stored = await services.GetRequiredService<IFlowStore>().CountStoredAsync(cancellationToken);
            await store.ReportAsync(cancellationToken);
            await SayAsync("raw, as written", "flows", stored, cancellationToken);
            if (await PackAsync(cancellationToken))
            {
                await SayAsync("raw, compressed", "flows", stored, cancellationToken);
            }

            var begun = time.GetTimestamp();
            await store.MaintainAsync(time.GetUtcNow(), cancellationToken);
            var seconds = time.GetElapsedTime(begun).TotalSeconds;
            await SayAsync("biflows", "biflows", stored, cancellationToken);
            await SayAsync("numbers of hosts, once", "hosts", stored, cancellationToken);
            var rows = (await store.ReportAsync(cancellationToken)).Tables.Single(table => table.Table == "biflows").Rows;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{stored:N0} flows became {rows:N0} biflows in {seconds:F1} s, {seconds * 1e6 / stored:F2} us a flow."));
        }
        finally
        {
            await store.CloseAsync(CancellationToken.None);
        }
    }

    private async Task FillAsync(IFlowStore log, PrefillClock clock, CancellationToken cancellationToken)
    {
        var (fromMs, lengthMs) = (clock.NowMs, 3_500_000L);
        var windows = new CampusWindows(campus, new LaneKey("tiers", fromMs, 0), Partitions);
        for (var made = 0; made < flows;)
        {
            var next = Math.Min(FlowsPerAppend, flows - made);
            var window = windows.Next(next, fromMs + lengthMs * made / flows, fromMs + lengthMs * (made + next) / flows);
            made += window.Flows.Count;
            clock.NowMs = window.EndMs;
            await log.AppendAsync([new LoggedFlows(window.Closed.Window, window.Flows)], cancellationToken);
            windows.Return(window.Flows);
        }
    }

    private ServiceProvider Services(TimeProvider clock)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new(StorageOptions.DataDirectoryKey, dataDirectory), new(TimescaleOptions.Section + ":Schema", _schema)])
            .AddEnvironmentVariables()
            .AddInMemoryCollection([new(TimescaleOptions.Section + ":Schema", _schema)])
            .Build();
        return new ServiceCollection().AddLogging().AddSingleton(clock).AddClarionTimescale(configuration).BuildServiceProvider();
    }

    private async Task SayAsync(string what, string table, long stored, CancellationToken cancellationToken)
    {
        var bytes = Convert.ToInt64(
            await ScalarAsync(
                $"SELECT CASE WHEN EXISTS (SELECT 1 FROM timescaledb_information.hypertables WHERE hypertable_schema = '{_schema}' AND hypertable_name = '{table}') THEN hypertable_size('{_schema}.{table}') ELSE pg_total_relation_size('{_schema}.{table}') END",
                cancellationToken),
            CultureInfo.InvariantCulture);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{what,-26}{(double)bytes / stored,8:F2} bytes a flow"));
    }

    // What the policy does once the hour is old enough.
    private async Task<bool> PackAsync(CancellationToken cancellationToken)
    {
        if (await ScalarAsync("SELECT current_setting('timescaledb.license', true)", cancellationToken) is not "timescale")
        {
            return false;
        }

        await ScalarAsync($"SELECT count(compress_chunk(chunk)) FROM show_chunks('{_schema}.flows') AS chunk", cancellationToken);
        return true;
    }

    private static async Task<object?> ScalarAsync(string sql, CancellationToken cancellationToken)
    {
        var connection = Environment.GetEnvironmentVariable("Clarion__Timescale__ConnectionString");
        await using var source = NpgsqlDataSource.Create(connection ?? throw new InvalidOperationException("Set Clarion__Timescale__ConnectionString."));
#pragma warning disable CA2100 // Names of the run's own.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        command.CommandTimeout = 600;
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
