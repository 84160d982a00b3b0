using System.Threading.Channels;
using Clarion.Grains;
using Clarion.Storage;
using Clarion.Storage.Contracts;
using Clarion.Storage.DuckDb;
using Clarion.Storage.Timescale;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Clarion.Bench.Prefill;

/// <summary>
/// Fills a new store through the product's store contracts: one task makes windows, another writes them in the order the product keeps
/// (flow log, then commits of the partitions, then rollup jobs).
/// </summary>
internal sealed class PrefillRun(PrefillOptions options, TimeProvider time, TextWriter output)
{
    private const int FlowsPerAppend = 100_000;
    private const int WindowsAhead = 32;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(5);

    // The settings of the product, from its environment variables.
    private readonly IConfiguration _configuration = new ConfigurationBuilder()
        .AddInMemoryCollection([new(StorageOptions.DataDirectoryKey, options.DataDirectory)])
        .AddEnvironmentVariables()
        .Build();

    private readonly long _startMs = time.GetUtcNow().ToUnixTimeMilliseconds() - (long)options.Length.TotalMilliseconds;
    private long _written;
    private TimeSpan _appending;
    private TimeSpan _committing;
    private TimeSpan _upkeep;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var clock = new PrefillClock(_startMs);
        await using var services = Services(clock);
        var store = services.GetRequiredService<IStoreMaintenance>();
        await store.OpenAsync(cancellationToken);
        try
        {
            if (await services.GetRequiredService<IFlowStore>().CountStoredAsync(cancellationToken) > 0)
            {
                throw new InvalidOperationException($"The store in {options.DataDirectory} already holds flows; prefill needs a new one.");
            }

            await FillAsync(services, clock, store, cancellationToken);
        }
        finally
        {
            await store.CloseAsync(CancellationToken.None);
        }
    }

    private async Task FillAsync(IServiceProvider services, PrefillClock clock, IStoreMaintenance store, CancellationToken cancellationToken)
    {
        var partitions = (_configuration.GetSection(GrainsOptions.Section).Get<GrainsOptions>() ?? new GrainsOptions()).Partitions;
        var windows = new CampusWindows(options.Campus, new LaneKey("prefill", _startMs, 0), partitions);
        var commits = new PartitionCommits(services.GetRequiredService<IRollupStore>(), services.GetRequiredService<IEntityStore>(), partitions);
        var queue = Channel.CreateBounded<FilledWindow>(WindowsAhead);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var producing = Task.Run(() => ProduceAsync(windows, queue.Writer, stop.Token), CancellationToken.None);
        var started = time.GetTimestamp();
        try
        {
            await WriteAsync(services.GetRequiredService<IFlowStore>(), windows, commits, store, clock, queue.Reader, cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            await producing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await producing;
        var exporters = services.GetRequiredService<IExporterStore>();
        await exporters.SaveStatesAsync(windows.States(), cancellationToken);
        await exporters.SaveApplicationsAsync(windows.Applications, cancellationToken);
        await commits.CheckpointAsync(cancellationToken);
        var finishing = time.GetTimestamp();
        await store.MaintainAsync(time.GetUtcNow(), cancellationToken);
        _upkeep += time.GetElapsedTime(finishing);
        Report(started, commits.Rows, _startMs + (long)options.Length.TotalMilliseconds);
        var report = await store.ReportAsync(cancellationToken);
        await output.WriteLineAsync(FormattableString.Invariant(
            $"{report.SizeBytes / 1e9:F2} GB, {report.BytesPerFlow:F1} bytes per flow in the log. Time in the flow log {_appending.TotalSeconds:F0} s, commits {_committing.TotalSeconds:F0} s, rollup jobs {_upkeep.TotalSeconds:F0} s."));
    }

    private ServiceProvider Services(PrefillClock clock)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(clock);
        var storage = _configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
        return (storage.IsTimescale() ? services.AddClarionTimescale(_configuration) : services.AddClarionDuckDb(_configuration)).BuildServiceProvider();
    }

    private async Task ProduceAsync(CampusWindows windows, ChannelWriter<FilledWindow> queue, CancellationToken cancellationToken)
    {
        try
        {
            var count = Math.Max(1, (long)(options.Length / options.Window));
            var made = 0L;
            for (var i = 0L; i < count && made < options.Flows; i++)
            {
                // What a datagram brought too many, the next window gets less.
                var flows = (int)((Int128)options.Flows * (i + 1) / count - made);
                if (flows <= 0)
                {
                    continue;
                }

                var window = windows.Next(flows, _startMs + (long)(i * options.Window.TotalMilliseconds), _startMs + (long)((i + 1) * options.Window.TotalMilliseconds));
                made += window.Flows.Count;
                await queue.WriteAsync(window, cancellationToken);
            }

            queue.Complete();
        }
        catch (Exception fault)
        {
            queue.Complete(fault);
            throw;
        }
    }

    private async Task WriteAsync(
        IFlowStore log, CampusWindows windows, PartitionCommits commits, IStoreMaintenance store, PrefillClock clock,
        ChannelReader<FilledWindow> queue, CancellationToken cancellationToken)
    {
        var group = new List<FilledWindow>();
        var (started, reported) = (time.GetTimestamp(), time.GetTimestamp());
        var nextUpkeepMs = _startMs + (long)options.Upkeep.TotalMilliseconds;
        await foreach (var window in queue.ReadAllAsync(cancellationToken))
        {
            group.Add(window);
            if (group.Sum(w => w.Flows.Count) >= FlowsPerAppend || window.EndMs >= nextUpkeepMs)
            {
                await WriteGroupAsync(log, windows, commits, clock, group, cancellationToken);
            }

            if (window.EndMs >= nextUpkeepMs)
            {
                nextUpkeepMs += (long)options.Upkeep.TotalMilliseconds;
                var begun = time.GetTimestamp();
                await store.MaintainAsync(clock.GetUtcNow(), cancellationToken);
                _upkeep += time.GetElapsedTime(begun);
            }

            if (time.GetElapsedTime(reported) >= ReportEvery)
            {
                reported = time.GetTimestamp();
                Report(started, commits.Rows, clock.NowMs);
            }
        }

        await WriteGroupAsync(log, windows, commits, clock, group, cancellationToken);
    }

    private async Task WriteGroupAsync(
        IFlowStore log, CampusWindows windows, PartitionCommits commits, PrefillClock clock, List<FilledWindow> group,
        CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        await log.AppendAsync([.. group.Select(w => new LoggedFlows(w.Closed.Window, w.Flows))], cancellationToken);
        _appending += time.GetElapsedTime(begun);
        begun = time.GetTimestamp();
        foreach (var window in group)
        {
            clock.NowMs = window.EndMs;
            await commits.CommitAsync(window.Closed, cancellationToken);
            _written += window.Flows.Count;
            windows.Return(window.Flows);
        }

        _committing += time.GetElapsedTime(begun);
        group.Clear();
    }

    private void Report(long started, long rows, long nowMs)
    {
        var seconds = time.GetElapsedTime(started).TotalSeconds;
        output.WriteLine(FormattableString.Invariant(
            $"{DateTimeOffset.FromUnixTimeMilliseconds(nowMs):yyyy-MM-dd HH:mm}Z  {_written:N0} of {options.Flows:N0} flows, {rows:N0} conversation rows, {seconds:F0} s, {_written / seconds:N0} flows/s"));
    }
}
