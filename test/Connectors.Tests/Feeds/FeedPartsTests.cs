using System.Text;
using System.Text.Json;
using Clarion.Connectors.Contract;
using Clarion.Connectors.PxGrid;
using Clarion.Connectors.PxGrid.Control;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Status;
using Clarion.Connectors.PxGrid.Topics;
using Clarion.Connectors.Tests.EndToEnd;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Clarion.Connectors.Tests.Feeds;

public sealed class FeedPartsTests
{
    private static readonly PxGridOptions Options = new() { Hosts = ["localhost"], NodeName = "clarion-01", Password = "x" };

    public static TheoryData<PxTopic> Topics { get; } = new(PxTopics.All.Select(t => t.Topic));

    [Theory]
    [MemberData(nameof(Topics))]
    public void No_message_of_any_topic_does_more_than_be_no_json(PxTopic topic)
    {
        using var http = new PxGridHttp(Options, TimeProvider.System);
        var log = new LogLines();
        var context = new FeedContext(
            Options, http, new ControlClient(http, Options, TimeProvider.System, log), new RecordingSink(),
            new StatusBoard(PxTopics.Wanted(Options), 1), TimeProvider.System, log);
        var feed = FeedFactory.Create(topic, context);
        var sample = """
            {"sequence":"7","operation":"CREATE","sessions":[{"auditSessionId":"a","ipAddresses":["10.0.0.1"],"timestamp":"2026-03-04T09:15:22.118-05:00","userName":"m\u00fcller"}],
             "securityGroup":{"id":"g","tag":-1},"binding":{"tag":"15","ipPrefix":"10.0.0.0/8"},"failures":[{"id":1}],"endpoint":{"mac":"AA:BB:CC:00:11:22","x":{"y":[1e9]}},
             "userGroups":[{"userName":"u","groups":[{"name":"n"}]}],"operationId":"o","status":"SUCCESS","policyDownloads":[{"nasIpAddress":"n","policies":[{"sourceSgt":1}]}],"id":"c"}
            """u8.ToArray();
        Gen.Select(Gen.Int[0, sample.Length - 1], Gen.OneOf((byte)'"', (byte)'{', (byte)'[', (byte)'\\', (byte)'u', (byte)'d', (byte)',', (byte)0, (byte)0xff, (byte)'9', (byte)':'))
            .Array[0, 6].Sample(
                changes =>
                {
                    var message = sample.ToArray();
                    foreach (var (place, octet) in changes)
                    {
                        message[place] = octet;
                    }

                    try
                    {
                        Assert.True(feed.Parse(message).Count >= 0);
                    }
                    catch (JsonException)
                    {
                        // No JSON, or no object: counted by the runner.
                    }
                },
                iter: 2000);
        if (topic is PxTopic.Sessions or PxTopic.SxpBindings or PxTopic.Endpoints)
        {
            Assert.Equal(1, feed.Parse(sample).Count);
        }
    }

    [Fact]
    public void An_event_is_recognised_for_its_time_and_within_the_bound()
    {
        var time = new FakeTimeProvider();
        var filter = new DuplicateFilter(2, TimeSpan.FromMinutes(10), time);
        var stamp = time.GetUtcNow();
        Assert.False(filter.Seen("a", stamp, 1));
        Assert.True(filter.Seen("a", stamp, 1));
        Assert.False(filter.Seen("a", stamp, 2));
        Assert.False(filter.Seen("b", stamp, 1));
        Assert.False(filter.Seen("a", stamp, 1));
        time.Advance(TimeSpan.FromMinutes(11));
        Assert.False(filter.Seen("b", stamp, 1));
    }

    [Fact]
    public void What_does_not_fit_is_discarded_and_told_but_never_word_of_a_connection()
    {
        var inbox = new TopicInbox(new PxGridLimits { QueuedMessages = 2, QueuedBytes = 100_000 });
        for (var i = 0; i < 5; i++)
        {
            inbox.Post(new InboxItem.Message("a", Encoding.UTF8.GetBytes($"{i}"), default));
        }

        inbox.Signal(new InboxItem.Detached("a"));
        Assert.Equal((2, 3, 3L), (inbox.Waiting, inbox.Count, inbox.TakeDiscarded()));
        Assert.Equal(0, inbox.TakeDiscarded());
        Assert.True(inbox.TryTake(out _) && inbox.TryTake(out _) && inbox.TryTake(out var last) && last is InboxItem.Detached);
        inbox.Post(new InboxItem.Message("a", new byte[100_001], default));
        Assert.Equal(1, inbox.TakeDiscarded());
        inbox.Post(new InboxItem.Message("a", new byte[99_999], default));
        Assert.Equal(0, inbox.TakeDiscarded());
    }

    [Fact]
    public void Waits_double_to_their_bound_and_differ() => Gen.Int[0, 100].Sample(failures =>
    {
        var times = new PxGridTimes();
        var step = Math.Min(60, Math.Pow(2, Math.Min(failures, 10)));
        Assert.InRange(Backoff.Delay(times.RetryFirst, times.RetryLast, failures).TotalSeconds, step / 2, step);
    });
}
