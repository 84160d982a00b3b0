using Clarion.Connectors.PxGrid;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Simulators.PxGrid;

namespace Clarion.Connectors.Tests.EndToEnd;

/// <summary>Whatever ISE does wrong: in the end the client's sessions are ISE's, or the status says what is missing.</summary>
public sealed class SessionFaultTests
{
    [Fact]
    public async Task Snapshot_and_events_give_the_table_of_ise()
    {
        await using var harness = await Harness.StartAsync();
        var scenario = new SessionScenario(harness.Ise, 3);
        scenario.Run(50);
        await harness.RunAsync();
        scenario.Run(300);
        await harness.EqualAsync();
        var status = harness.Sessions;
        Assert.Equal((300L, 0L, 0L, 0L, 0L, 0L), (status.Messages, status.Gaps, status.Missing, status.BadMessages, status.BadRecords, status.Discarded));
        Assert.Equal((1L, 1L), (status.Snapshots, status.Recoveries));
        Assert.Equal("Listening; nothing is missing.", harness.Client.Status.Words);
        Assert.Equal(
            [PxMarkKind.Gap, PxMarkKind.SnapshotBegins, PxMarkKind.SnapshotEnds, PxMarkKind.Whole], harness.Sink.Marks.Select(m => m.Kind));
        await harness.StopAsync();
        Assert.Equal(1, harness.Ise.Nodes[0].Disconnects);
    }

    [Fact]
    public async Task Events_that_arrive_while_the_first_read_is_slow_have_the_last_word()
    {
        await using var harness = await Harness.StartAsync();
        var scenario = new SessionScenario(harness.Ise, 4);
        scenario.Run(100);
        harness.Ise.Faults.RestDelay = TimeSpan.FromMilliseconds(400);
        harness.Start();
        await harness.UntilAsync(() => harness.Ise.Calls("getSessions") > 0);
        scenario.Run(200);
        await harness.EqualAsync();
    }

    [Fact]
    public async Task What_a_read_told_before_it_was_cut_off_is_handed_on()
    {
        await using var harness = await Harness.StartAsync();
        new SessionScenario(harness.Ise, 31).Run(30);
        harness.Ise.Faults.CutAnswer = true;
        await harness.RunAsync();
        await harness.EqualAsync();
    }

    [Fact]
    public async Task Missing_messages_are_found_by_their_numbers_and_read()
    {
        await using var harness = await RunAsync(5);
        await harness.MisbehaveAsync(5, f => f.Skip(7), 60);
        var status = harness.Sessions;
        Assert.Equal(7, status.Missing);
        Assert.True(status.Gaps >= 1 && status.Recoveries >= 1, status.ToString());
        Assert.Contains(harness.Sink.Marks, m => m.Kind == PxMarkKind.Gap && m.Reason.Contains("missing after", StringComparison.Ordinal));
        Assert.Equal(PxMarkKind.Whole, harness.Sink.Marks.Last().Kind);
    }

    [Fact]
    public async Task Duplicates_are_dropped_and_counted()
    {
        await using var harness = await RunAsync(6);
        await harness.MisbehaveAsync(6, f => f.Duplicate(10), 60);
        Assert.True(harness.Sessions.Duplicates >= 10, harness.Sessions.ToString());
        Assert.Equal(0, harness.Sessions.Gaps);
    }

    [Fact]
    public async Task Messages_that_change_places_end_in_their_places()
    {
        await using var harness = await RunAsync(7);
        await harness.MisbehaveAsync(7, f => f.Reorder(10), 100);
        Assert.True(harness.Sessions.Gaps >= 1, harness.Sessions.ToString());
        Assert.Equal(1, harness.Sessions.Snapshots);
    }

    [Fact]
    public async Task A_publisher_that_restarts_at_zero_is_recovered_from()
    {
        await using var harness = await RunAsync(8);
        new SessionScenario(harness.Ise, 81).Run(20);
        await harness.EqualAsync();
        harness.Ise.Faults.Skip(3);
        new SessionScenario(harness.Ise, 82).Run(3);
        harness.Ise.RestartPublisher();
        new SessionScenario(harness.Ise, 83).Run(20);
        await harness.EqualAsync();
        Assert.True(harness.Sessions.Recoveries >= 1, harness.Sessions.ToString());
    }

    [Fact]
    public async Task A_stream_that_falls_silent_on_an_open_connection_is_found_by_comparing()
    {
        await using var harness = await RunAsync(9, o => o with { Times = o.Times with { QuietCheck = TimeSpan.FromMilliseconds(400) } });
        new SessionScenario(harness.Ise, 91).Run(20);
        await harness.EqualAsync();
        harness.Ise.Faults.MuteNodes[0] = true;
        new SessionScenario(harness.Ise, 92).Run(20);
        await harness.EqualAsync();
        await harness.UntilAsync(() => harness.Client.Status.Connections[0].Opened >= 2);
        Assert.Contains(harness.Log.Lines, l => l.Contains("did not arrive although the connection is open", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_answers_no_pings_is_given_up()
    {
        await using var harness = await RunAsync(10, o => o with
        {
            Times = o.Times with { Ping = TimeSpan.FromMilliseconds(200), PingAnswer = TimeSpan.FromMilliseconds(300) },
        });
        harness.Ise.Nodes[0].FallSilent();
        new SessionScenario(harness.Ise, 101).Run(20);
        await harness.UntilAsync(() => harness.Client.Status.Connections[0].LastError?.Contains("did not answer pings", StringComparison.Ordinal) == true);
        harness.Ise.Faults.MuteNodes.Clear();
        await harness.EqualAsync();
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    public async Task Fragments_text_and_lone_line_ends_are_read(bool fragment, bool text, bool lineEnds)
    {
        await using var harness = await RunAsync(11);
        await harness.MisbehaveAsync(11, f => (f.Fragment, f.Text, f.LoneLineEnds) = (fragment, text, lineEnds), 60);
        Assert.Equal((0L, 0L, 0L), (harness.Sessions.Gaps, harness.Sessions.BadMessages, harness.Client.Status.Connections[0].BadFrames));
    }

    [Fact]
    public async Task A_dropped_connection_is_opened_again_and_what_was_missed_is_read()
    {
        await using var harness = await RunAsync(12);
        harness.Ise.Nodes[0].DropClients();
        new SessionScenario(harness.Ise, 121).Run(40);
        await harness.EqualAsync();
        await harness.UntilAsync(() => harness.Client.Status.Connections[0].Opened == 2);
        await harness.EqualAsync();
    }

    [Fact]
    public async Task A_secret_that_is_refused_is_asked_for_anew()
    {
        await using var harness = await RunAsync(13);
        harness.Ise.Faults.RestUnauthorised = 1;
        await harness.MisbehaveAsync(13, f => f.Skip(2), 30);
        harness.Ise.Accounts.RotateSecrets();
        harness.Ise.Nodes[0].DropClients();
        await harness.MisbehaveAsync(131, f => f.Skip(2), 30);
    }

    [Fact]
    public async Task A_service_that_refuses_every_secret_is_told_and_recovers()
    {
        await using var harness = await RunAsync(14);
        harness.Ise.Faults.RestUnauthorised = 6;
        harness.Ise.Faults.Skip(1);
        new SessionScenario(harness.Ise, 141).Run(5);
        await harness.UntilAsync(() => harness.Sessions.LastError?.Contains("401", StringComparison.Ordinal) == true);
        await harness.EqualAsync();
    }

    [Theory]
    [InlineData("busy")]
    [InlineData("silent")]
    [InlineData("cut")]
    public async Task Reads_that_fail_leave_the_table_alone_say_what_is_missing_and_are_tried_again(string fault)
    {
        await using var harness = await Harness.StartAsync();
        new SessionScenario(harness.Ise, 15).Burst(50, 50);
        await harness.RunAsync(harness.Options() with { Times = Harness.Quick with { Silence = TimeSpan.FromMilliseconds(300) } });
        var faults = harness.Ise.Faults;
        (faults.RestStatus, faults.RestSilent, faults.CutAnswer) = (fault == "busy" ? 503 : null, fault == "silent", fault == "cut");

        // A step back asks for everything.
        harness.Ise.PublishRaw(Topics.SessionAll, """{"sequence":5,"sessions":[]}"""u8.ToArray());
        harness.Ise.PublishRaw(Topics.SessionAll, """{"sequence":3,"sessions":[]}"""u8.ToArray());
        await harness.UntilAsync(() => harness.Sessions.LastError is not null);
        if (fault != "cut")
        {
            Assert.False(harness.Sessions.IsWhole);
            Assert.NotNull(harness.Sessions.NextTryAt);
            Assert.Contains("may be missing", harness.Client.Status.Words, StringComparison.Ordinal);
        }

        Assert.Equal(50, harness.Sink.Sessions.Count);
        (faults.RestStatus, faults.RestSilent) = (null, false);
        await harness.EqualAsync();
        Assert.DoesNotContain(harness.Sink.Marks, m => m.Kind == PxMarkKind.SnapshotEnds && harness.Sink.Sessions.IsEmpty);
    }

    [Fact]
    public async Task An_ise_without_numbers_is_compared_at_intervals_and_lost_ends_are_found_by_absence()
    {
        await using var harness = await Harness.StartAsync(new SimulatorOptions { LossDetection = false });
        new SessionScenario(harness.Ise, 16).Burst(30, 10);
        await harness.RunAsync(harness.Options() with { Times = Harness.Quick with { FullResync = TimeSpan.FromMilliseconds(300) } });
        harness.Ise.Faults.Skip(5);
        new SessionScenario(harness.Ise, 161).Run(30);
        harness.Ise.Sessions.Lose(harness.Ise.Sessions.Active[0].Key);
        await harness.EqualAsync();
        Assert.Null(harness.Sessions.LastSequence);
        Assert.True(harness.Sessions.Snapshots >= 2, harness.Sessions.ToString());

        // The method for recovery is not there; a connection that comes back asks for everything instead.
        harness.Ise.Nodes[0].DropClients();
        new SessionScenario(harness.Ise, 162).Run(10);
        await harness.EqualAsync();
    }

    [Fact]
    public async Task When_most_has_vanished_it_is_kept_until_an_operator_accepts_it()
    {
        await using var harness = await Harness.StartAsync();
        new SessionScenario(harness.Ise, 17).Burst(100, 50);
        await harness.RunAsync(harness.Options() with { Times = Harness.Quick with { FullResync = TimeSpan.FromMilliseconds(500) } });
        foreach (var session in harness.Ise.Sessions.Active.Take(60))
        {
            harness.Ise.Sessions.Lose(session.Key);
        }

        // However often it is read.
        await harness.UntilAsync(() => harness.Sessions.Doubted == 60);
        var reads = harness.Ise.Calls("getSessions");
        await harness.UntilAsync(() => harness.Ise.Calls("getSessions") >= reads + 3);
        Assert.Equal((100, 60, false), (harness.Sessions.Records, harness.Sessions.Doubted, harness.Sessions.IsWhole));
        Assert.True(harness.Client.AcceptLoss());
        await harness.EqualAsync();
        Assert.Contains(harness.Log.Lines, l => l.Contains("lacks 60 of 100 known records", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sessions_without_address_come_by_the_topic_that_has_them_and_by_reads_where_there_is_none()
    {
        await using var harness = await Harness.StartAsync(new SimulatorOptions { SessionTopicAll = false });
        await harness.RunAsync(harness.Options() with { Times = Harness.Quick with { FullResync = TimeSpan.FromMilliseconds(300) } });
        new SessionScenario(harness.Ise, 18).Run(100);
        await harness.EqualAsync();
        Assert.Contains(harness.Sink.Sessions.Values, s => s.IpAddresses.Count == 0);
    }

    [Fact]
    public async Task What_is_no_message_is_counted_and_harms_nothing()
    {
        await using var harness = await RunAsync(19);
        foreach (var text in new[] { "", "no json", "[1,2]", """{"sessions":"x"}""", """{"sessions":[7,null,{"state":"STARTED"},{"auditSessionId":"","macAddress":" "}]}""", new string('[', 5000) })
        {
            harness.Ise.PublishRaw(Topics.SessionAll, System.Text.Encoding.UTF8.GetBytes(text));
        }

        new SessionScenario(harness.Ise, 191).Run(30);
        await harness.EqualAsync();
        Assert.Equal((4L, 4L), (harness.Sessions.BadMessages, harness.Sessions.BadRecords));
    }

    [Fact]
    public async Task Batches_of_500_and_a_burst_of_10000_sessions_arrive_whole_and_soon()
    {
        await using var harness = await RunAsync(20);
        var scenario = new SessionScenario(harness.Ise, 201);
        var began = TimeProvider.System.GetTimestamp();
        scenario.Burst(10_000, 500);
        await harness.EqualAsync();
        var took = TimeProvider.System.GetElapsedTime(began);
        TestContext.Current.SendDiagnosticMessage($"10,000 sessions in {took.TotalSeconds:F2} s");
        Assert.True(took < TimeSpan.FromSeconds(10), $"It took {took}.");
        Assert.Equal((0L, 0L), (harness.Sessions.Discarded, harness.Sessions.Gaps));
    }

    [Fact]
    public async Task A_full_read_of_100000_sessions_streams_in_batches()
    {
        await using var harness = await Harness.StartAsync();
        new SessionScenario(harness.Ise, 21).Burst(100_000, 5000);
        await harness.RunAsync();
        Assert.Equal(100_000, harness.Sessions.Records);
        Assert.Equal((100_000, 1000), (harness.Sink.Sessions.Count, harness.Sink.LargestBatch));
    }

    [Fact]
    public async Task A_receiver_that_is_slow_costs_messages_but_not_truth()
    {
        await using var harness = await Harness.StartAsync();
        var gate = new TaskCompletionSource();
        await harness.RunAsync(harness.Options() with { Limits = new PxGridLimits { QueuedMessages = 5 } });
        harness.Sink.BeforeSessions = () => gate.Task;
        new SessionScenario(harness.Ise, 22).Run(60);
        await harness.UntilAsync(() => harness.Ise.Nodes[0].Connections == 1 && !harness.Log.Lines.IsEmpty);
        harness.Sink.BeforeSessions = null;
        gate.SetResult();
        await harness.EqualAsync();
        Assert.Equal(1, harness.Client.Status.Connections[0].Opened);
    }

    [Fact]
    public async Task A_receiver_that_fails_gets_the_same_batch_again()
    {
        await using var harness = await RunAsync(23);
        var failures = 3;
        harness.Sink.BeforeSessions = () => failures-- > 0 ? throw new InvalidOperationException("the store is away") : Task.CompletedTask;
        new SessionScenario(harness.Ise, 231).Run(20);
        await harness.EqualAsync();
        Assert.True(failures < 0);
        Assert.Contains("the store is away", harness.Sessions.LastError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Any_mix_of_faults_ends_in_the_table_of_ise(int seed)
    {
        await using var harness = await Harness.StartAsync(new SimulatorOptions { Nodes = 2, Seed = seed });
        await harness.RunAsync(harness.Options() with
        {
            PubsubNodes = seed % 2 + 1,
            Times = Harness.Quick with
            {
                QuietCheck = TimeSpan.FromSeconds(1),
                Ping = TimeSpan.FromMilliseconds(200),
                PingAnswer = TimeSpan.FromMilliseconds(300),
                RefusedTopicRetry = TimeSpan.FromMilliseconds(500),
            },
        });
        var random = new Random(seed);
        var scenario = new SessionScenario(harness.Ise, 1000 + seed);
        var faults = harness.Ise.Faults;
        for (var round = 0; round < 40; round++)
        {
            switch (random.Next(15))
            {
                case 0: faults.Skip(random.Next(1, 5)); break;
                case 1: faults.Duplicate(random.Next(1, 5)); break;
                case 2: faults.Reorder(random.Next(1, 3)); break;
                case 3: harness.Ise.RestartPublisher(); break;
                case 4: faults.Fragment = !faults.Fragment; break;
                case 5: faults.Text = !faults.Text; break;
                case 6: harness.Ise.Nodes[random.Next(2)].DropClients(); break;
                case 7: harness.Ise.Accounts.RotateSecrets(); break;
                case 8: faults.RestUnauthorised = 2; break;
                case 9: faults.CutAnswer = true; break;
                case 10: faults.RestStatus = faults.RestStatus is null ? 503 : null; break;
                case 11: faults.LoneLineEnds = !faults.LoneLineEnds; break;
                case 12: harness.Ise.Nodes[random.Next(2)].FallSilent(); break;
                case 13: RefuseTopic(); break;
                case 14: Relent(); break;
            }

            scenario.Run(random.Next(1, 10));

            // Some faults come in the middle of a burst, others when the client has kept up, or is connected again.
            switch (random.Next(3))
            {
                case 0: await harness.UntilAsync(() => harness.Sessions.Waiting == 0); break;
                case 1 when faults.MuteNodes.IsEmpty && faults.RefusedTopics.IsEmpty:
                    await harness.UntilAsync(() => harness.Client.Status.Connections.Any(c => c.IsOpen));
                    break;
            }
        }

        Relent();
        faults.RestStatus = null;
        scenario.Run(10);
        await harness.EqualAsync();

        void RefuseTopic()
        {
            faults.RefusedTopics[Topics.SessionAll] = true;
            harness.Ise.Nodes[random.Next(2)].DropClients();
        }

        void Relent()
        {
            faults.RefusedTopics.Clear();
            faults.MuteNodes.Clear();
        }
    }

    private static async Task<Harness> RunAsync(int seed, Func<PxGridOptions, PxGridOptions>? change = null)
    {
        var harness = await Harness.StartAsync(new SimulatorOptions { Seed = seed });
        new SessionScenario(harness.Ise, seed).Run(30);
        await harness.RunAsync((change ?? (o => o))(harness.Options()));
        return harness;
    }
}
