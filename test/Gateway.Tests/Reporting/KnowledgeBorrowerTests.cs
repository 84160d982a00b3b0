using Clarion.Flows;
using Clarion.Gateway.Reporting;
using Clarion.Gateway.Tests.Collector;
using Clarion.Gateway.Tests.Delivery;
using Clarion.Gateway.Tests.Http;
using Clarion.Grains.Interfaces.Exporters;
using Microsoft.Extensions.Time.Testing;

namespace Clarion.Gateway.Tests.Reporting;

/// <summary>When a gateway asks for what others know of an exporter.</summary>
public sealed class KnowledgeBorrowerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeGrains _grains = new();

    [Fact]
    public async Task A_new_exporter_is_asked_for_once()
    {
        using var collector = Start();
        using var exporter = new V9Exporter("127.0.0.1", collector.Port);
        using var old = new V5Exporter("127.0.0.2", collector.Port);
        exporter.SendTemplate(7);
        old.Send(1, 1);
        await SeenAsync(collector, datagrams: 2, exporters: 2);
        var borrower = new KnowledgeBorrower(collector.Status, _grains, _time);
        for (var round = 0; round < 10; round++)
        {
            await borrower.BorrowAsync(CancellationToken.None);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        // Version 5 has nothing to ask for.
        Assert.Equal(["127.0.0.1/v9/7"], _grains.Borrowed);
        Assert.Equal((1, 1), (borrower.Asked, borrower.InVain));
        await collector.StopAsync();
    }

    [Fact]
    public async Task While_data_waits_for_a_template_it_is_asked_again_less_and_less_often()
    {
        using var collector = Start();
        using var exporter = new V9Exporter("127.0.0.1", collector.Port);
        exporter.SendData(7);
        await SeenAsync(collector, datagrams: 1, exporters: 1);
        var borrower = new KnowledgeBorrower(collector.Status, _grains, _time);
        List<int> asked = [];
        for (var second = 0; second < 1200; second++)
        {
            var before = borrower.Asked;
            await borrower.BorrowAsync(CancellationToken.None);
            if (borrower.Asked > before)
            {
                asked.Add(second);
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([0, 2, 6, 14, 30, 62, 126, 254, 510, 810, 1110], asked);
        await collector.StopAsync();
    }

    [Fact]
    public async Task What_waited_is_read_with_what_another_gateway_knows()
    {
        using var collector = Start();
        using var exporter = new V9Exporter("127.0.0.1", collector.Port);
        var (key, state) = Taught(exporter.Template(7));
        _grains.Knowledge[key.ToString()] = [new ExporterKnowledge("gw", 1, [1]), new ExporterKnowledge("other", 1, state)];
        exporter.SendData(7);
        await SeenAsync(collector, datagrams: 1, exporters: 1);
        var borrower = new KnowledgeBorrower(collector.Status, _grains, _time);
        await borrower.BorrowAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => collector.Decoded == 1);
        Assert.Equal((1, 0), (borrower.Asked, borrower.InVain));
        await collector.StopAsync();
    }

    [Fact]
    public async Task A_round_asks_a_bounded_number_of_questions_and_the_next_one_goes_on()
    {
        using var collector = Start();
        using var one = new V9Exporter("127.0.0.1", collector.Port);
        using var other = new V9Exporter("127.0.0.2", collector.Port);
        for (var domain = 0u; domain < 150; domain++)
        {
            one.SendTemplate(domain);
            other.SendTemplate(domain);
        }

        await SeenAsync(collector, datagrams: 300, exporters: 300);
        var borrower = new KnowledgeBorrower(collector.Status, _grains, _time);
        List<long> asked = [];
        for (var round = 0; round < 3; round++)
        {
            await borrower.BorrowAsync(CancellationToken.None);
            asked.Add(borrower.Asked);
        }

        Assert.Equal([256, 300, 300], asked);
        Assert.Equal(300, _grains.Borrowed.Distinct().Count());
        await collector.StopAsync();
    }

    [Fact]
    public async Task A_question_that_fails_is_asked_in_the_next_round()
    {
        using var collector = Start();
        using var exporter = new V9Exporter("127.0.0.1", collector.Port);
        exporter.SendTemplate(7);
        await SeenAsync(collector, datagrams: 1, exporters: 1);
        var borrower = new KnowledgeBorrower(collector.Status, _grains, _time);
        _grains.Fault = new TimeoutException("The silo does not answer.");
        await Assert.ThrowsAsync<TimeoutException>(() => borrower.BorrowAsync(CancellationToken.None));
        _grains.Fault = null;
        await borrower.BorrowAsync(CancellationToken.None);
        await borrower.BorrowAsync(CancellationToken.None);
        Assert.Equal(["127.0.0.1/v9/7", "127.0.0.1/v9/7"], _grains.Borrowed);
        Assert.Equal((2, 1), (borrower.Asked, borrower.InVain));
        await collector.StopAsync();
    }

    private static (ExporterKey Key, byte[] State) Taught(byte[] template)
    {
        var (registry, texts) = (new ExporterRegistry(), new TextTable());
        var decoder = new FlowDecoder(new FlowDecoderOptions(), registry, texts);
        using var batch = new FlowBatch(registry, texts, 16);
        decoder.Decode(IpAddr.Parse("127.0.0.1"), 2055, template, 1_700_000_000_000, batch);
        return Assert.Single(decoder.SaveState(onlyChanged: false));
    }

    private CollectorHarness Start()
    {
        var collector = new CollectorHarness(clock: _time);
        collector.StartDecoding();
        collector.Receiver.Start();
        return collector;
    }

    // Workers show what they know every two seconds.
    private async Task SeenAsync(CollectorHarness collector, long datagrams, int exporters)
    {
        await Eventually.TrueAsync(() => collector.Workers.Sum(w => w.Counters.Datagrams) == datagrams);
        _time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => collector.Workers.Sum(w => w.Exporters.Count) == exporters);
    }
}
