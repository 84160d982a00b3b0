using System.Net;
using Clarion.Simulation.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Clarion.Simulation.Tests;

public sealed class SimulatorTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task What_arrives_is_what_the_truth_says()
    {
        using var sink = new UdpSink();
        var simulator = new CampusSimulator(
            new CampusOptions { Devices = 200, Switches = 8, MaxFlows = 5000 }, TimeProvider.System);

        await simulator.RunAsync(sink.Address, sink.Address, 20_000, null, null, TestContext.Current.CancellationToken);

        var truth = simulator.GetTruth();
        sink.Take(truth.Sent.Datagrams);
        Assert.True(sink.IsEmpty);
        var exporters = truth.Switches.Select((s, i) => (s.Exporter, Index: i)).ToDictionary(s => IPAddress.Parse(s.Exporter), s => s.Index);
        var parser = new WireParser();
        foreach (var (source, payload) in sink.Received)
        {
            parser.Read(exporters[source], payload);
        }

        Assert.Equal(truth.Sent.Records, parser.Records);
        Assert.Equal(truth.Sent.Flows, parser.Flows);
        Assert.Equal(truth.Sent.OptionsRecords, parser.OptionsRecords);
        Assert.Equal(truth.Sent.Templates, parser.TemplateRecords);
        Assert.Equal(truth.Sent.Flows, truth.Switches.Sum(s => s.Flows));
        Assert.InRange(truth.Sent.Flows, 5000, 5000 + 48);
        Assert.Equal(0, truth.Sent.Refused);
    }

    [Fact]
    public async Task Keeps_the_rate_by_its_clock()
    {
        using var sink = new UdpSink();
        var time = new SteppedTime(DateTimeOffset.FromUnixTimeMilliseconds(Exports.Morning));
        var simulator = new CampusSimulator(new CampusOptions { Devices = 200, Switches = 4 }, time);

        var run = simulator.RunAsync(
            sink.Address, sink.Address, 3000, TimeSpan.FromSeconds(10), null, TestContext.Current.CancellationToken);
        await time.RunToEndAsync(run);

        Assert.InRange(simulator.Sent.Flows, 30_000 * 0.95, 30_000 * 1.05);
        Assert.Equal(10, simulator.Sent.Elapsed.TotalSeconds, 0.1);
    }

    [Fact]
    public async Task A_stall_is_not_made_up_by_a_burst()
    {
        using var sink = new UdpSink();
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(Exports.Morning));
        var pace = new Sending.Pace(1000, time);
        pace.Take(pace.Due());

        time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(250, pace.Due());
        pace.Take(300);
        time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(50, pace.Due(), 1e-6);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Cancelling_ends_it_with_exact_counts()
    {
        using var sink = new UdpSink();
        using var stop = new CancellationTokenSource();
        var simulator = new CampusSimulator(new CampusOptions { Devices = 100, Switches = 2 }, TimeProvider.System);
        var progress = new Callback(p =>
        {
            if (p.Flows > 100)
            {
                stop.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => simulator.RunAsync(sink.Address, sink.Address, 2000, Deadline, progress, stop.Token));

        sink.Take(simulator.Sent.Datagrams);
        Assert.True(sink.IsEmpty);
        Assert.Equal(simulator.Sent.Flows, simulator.GetTruth().Switches.Sum(s => s.Flows));
    }

    [Fact]
    public async Task Nobody_listening_is_counted()
    {
        IPEndPoint closed;
        using (var sink = new UdpSink())
        {
            closed = sink.Address;
        }

        var simulator = new CampusSimulator(new CampusOptions { Devices = 100, Switches = 2, MaxFlows = 2000 }, TimeProvider.System);

        await simulator.RunAsync(closed, closed, 50_000, null, null, TestContext.Current.CancellationToken);

        Assert.True(simulator.Sent.Refused > 0);
    }

    [Fact]
    public async Task The_truth_survives_its_file()
    {
        var truth = new CampusSimulator(new CampusOptions { Devices = 60, Switches = 2 }, TimeProvider.System).GetTruth();
        using var file = new MemoryStream();

        await truth.WriteAsync(file, TestContext.Current.CancellationToken);
        file.Position = 0;
        var read = await CampusTruth.ReadAsync(file, TestContext.Current.CancellationToken);

        Assert.Equal(truth.Devices, read.Devices);
        Assert.Equal(truth.Switches, read.Switches);
        Assert.Equal(truth.Sent, read.Sent);
        Assert.Equal(truth.Groups, read.Groups);
    }

    private sealed class Callback(Action<SimulationProgress> report) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value) => report(value);
    }
}
