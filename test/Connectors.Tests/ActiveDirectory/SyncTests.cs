using System.Diagnostics;
using System.Globalization;
using Clarion.Connectors.ActiveDirectory;
using Clarion.Connectors.ActiveDirectory.Sync;
using Clarion.Connectors.Contract;
using Clarion.Connectors.Tests.ActiveDirectory.Scripted;
using Clarion.Correlation.Directories;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Clarion.Connectors.Tests.ActiveDirectory;

public sealed class SyncTests
{
    private static readonly ActiveDirectoryOptions Options = new() { Servers = ["dc1.clinic.example", "dc2.clinic.example"], User = "svc@clinic.example", Password = "x" };

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));
    private readonly ScriptedDirectory _directory = new();
    private readonly DirectorySink _sink = new();

    [Fact]
    public async Task The_first_pass_gives_everything_as_one_whole()
    {
        var user = _directory.User("jdoe").Set("title", "Nurse");
        var group = _directory.Group("Nurses");
        _directory.Join(group, user);
        _directory.Computer("WS1");
        var outcome = await Sync().RunAsync(asked: false, Cancel);
        var update = Assert.Single(_sink.Updates);
        Assert.True(update.IsWhole && outcome.IsFull);
        Assert.Equal("clinic.example", update.Directory);
        var read = Assert.Single(update.Users);
        Assert.Equal(("jdoe@clinic.example", "Nurse", true), (read.Account.Key, read.Title, read.IsEnabled));
        Assert.Equal(_directory.Users.Id, read.PrimaryGroup);
        Assert.StartsWith("S-1-5-21-1001-1002-1003-", read.Sid, StringComparison.Ordinal);
        Assert.Equal(2024, read.LastLogon!.Value.Year);
        Assert.Equal([user.Id], _sink.Group("Nurses").Members);
        Assert.Equal("ws1$@clinic.example", Assert.Single(update.Computers).Account.Key);
    }

    [Fact]
    public async Task Changes_are_read_by_number_and_survive_a_restart()
    {
        var user = _directory.User("jdoe");
        var gone = _directory.User("gone");
        var group = _directory.Group("Nurses");
        await Sync().RunAsync(asked: false, Cancel);
        _directory.Changed(user.Set("title", "Head Nurse"));
        _directory.Join(group, user);
        _directory.Delete(gone);

        // A new process: only the checkpoint is left.
        var outcome = await Sync().RunAsync(asked: false, Cancel);
        Assert.False(outcome.IsFull);
        Assert.Equal((1, 1), (_sink.Updates[1].Users.Count, _sink.Updates[1].Groups.Count));
        Assert.Equal("Head Nurse", _sink.User("jdoe").Title);
        Assert.Equal([user.Id], _sink.Group("Nurses").Members);
        Assert.DoesNotContain(gone.Id, _sink.Users.Keys);

        // Nothing has changed: nothing is told.
        await Sync().RunAsync(asked: false, Cancel);
        Assert.Equal(2, _sink.Updates.Count);
    }

    [Theory]
    [InlineData("restored")]
    [InlineData("numbers went back")]
    [InlineData("asked")]
    [InlineData("next day")]
    [InlineData("broken checkpoint")]
    [InlineData("other base")]
    public async Task Everything_is_read_again_when_changes_cannot_be_trusted(string what)
    {
        _directory.User("jdoe");
        await Sync().RunAsync(asked: false, Cancel);
        var options = Options;
        switch (what)
        {
            case "restored":
                _directory.Invocation = Guid.NewGuid();
                break;
            case "numbers went back":
                _sink.Checkpoint = _sink.Checkpoint!.Replace(
                    _directory.HighUsn.ToString(CultureInfo.InvariantCulture), (_directory.HighUsn + 5).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
                break;
            case "next day":
                _time.Advance(TimeSpan.FromHours(14));
                break;
            case "broken checkpoint":
                _sink.Checkpoint = "{\"Directory\":";
                break;
            case "other base":
                options = Options with { BaseDn = "OU=People,DC=clinic,DC=example" };
                break;
        }

        var outcome = await Sync(options).RunAsync(asked: what == "asked", Cancel);
        Assert.True(outcome.IsFull);
        Assert.True(_sink.Updates[^1].IsWhole);
        Assert.False((await Sync(options).RunAsync(asked: false, Cancel)).IsFull);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Half_the_objects_vanishing_removes_nothing_and_is_told(bool restarted)
    {
        var users = Enumerable.Range(0, 100).Select(i => _directory.User($"u{i}")).ToList();
        var sync = Sync();
        await sync.RunAsync(asked: false, Cancel);
        var hidden = users.Take(50).Select(u => u.Id).ToHashSet();
        _directory.Visible = o => !hidden.Contains(o.Id);
        users[99].Set("title", "New");
        sync = restarted ? Sync() : sync;
        var outcome = await sync.RunAsync(asked: true, Cancel);
        Assert.Equal(100, _sink.Users.Count);
        Assert.Equal("New", _sink.User("u99").Title);
        Assert.Contains("50 of 100 known users were not in the full pass", outcome.Checkpoint.Doubt, StringComparison.Ordinal);

        // It stays told until a full pass is believed, and an operator can say so.
        Assert.NotNull((await sync.RunAsync(asked: false, Cancel)).Checkpoint.Doubt);
        outcome = await Sync(Options with { Limits = new ActiveDirectoryLimits { VanishPercent = 60 } }).RunAsync(asked: true, Cancel);
        Assert.Null(outcome.Checkpoint.Doubt);
        Assert.Equal(50, _sink.Users.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_loss_that_an_operator_accepts_is_believed_once_and_no_larger_one(bool restarted)
    {
        var users = Enumerable.Range(0, 100).Select(i => _directory.User($"u{i}")).ToList();
        var sync = Sync();
        await sync.RunAsync(asked: false, Cancel);
        Assert.False(sync.AcceptLoss());
        var hidden = users.Take(50).Select(u => u.Id).ToHashSet();
        _directory.Visible = o => !hidden.Contains(o.Id);
        await sync.RunAsync(asked: true, Cancel);
        sync = restarted ? Sync() : sync;
        await sync.RunAsync(asked: false, Cancel);
        Assert.True(sync.AcceptLoss());

        // By now more is hidden than the operator has seen.
        hidden.UnionWith(users.Skip(50).Take(40).Select(u => u.Id));
        Assert.NotNull((await sync.RunAsync(asked: true, Cancel)).Checkpoint.Doubt);
        Assert.Equal(100, _sink.Users.Count);
        hidden.ExceptWith(users.Skip(50).Select(u => u.Id));
        Assert.Null((await sync.RunAsync(asked: true, Cancel)).Checkpoint.Doubt);
        Assert.Equal(50, _sink.Users.Count);
        Assert.False(sync.AcceptLoss());
    }

    [Fact]
    public async Task Parts_say_how_late_changes_are_found_by_the_controllers_time_of_them()
    {
        var user = _directory.User("jdoe").Set("whenChanged", "20200101000000.0Z");
        var board = new StatusBoard(_time);
        var sync = Sync();
        board.Read(await sync.RunAsync(asked: false, Cancel), _time.GetUtcNow());

        // When everything is read most of it was changed long ago, which says nothing.
        Assert.All(board.Status.Parts, part => Assert.Null(part.Lag));
        _directory.Changed(user).Set("whenChanged", _time.GetUtcNow().AddSeconds(-90).ToString("yyyyMMddHHmmss'.0Z'", CultureInfo.InvariantCulture));
        board.Read(await sync.RunAsync(asked: false, Cancel), _time.GetUtcNow());
        Assert.Equal(90, board.Status.Parts[0].Lag!.Value.TotalSeconds, 1.0);
        Assert.All(board.Status.Parts.Skip(1), part => Assert.Null(part.Lag));
        board.Read(await sync.RunAsync(asked: false, Cancel), _time.GetUtcNow());
        Assert.Equal(90, board.Status.Parts[0].Lag!.Value.TotalSeconds, 1.0);
    }

    [Fact]
    public async Task A_fifth_that_vanishes_is_believed_when_deletions_cannot_be_seen()
    {
        var users = Enumerable.Range(0, 100).Select(i => _directory.User($"u{i}")).ToList();
        _directory.SeesDeleted = false;
        var sync = Sync();
        await sync.RunAsync(asked: false, Cancel);
        users.Take(20).ToList().ForEach(_directory.Delete);
        Assert.False((await sync.RunAsync(asked: false, Cancel)).IsFull);
        Assert.Equal(100, _sink.Users.Count);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Null((await sync.RunAsync(asked: false, Cancel)).Checkpoint.Doubt);
        Assert.Equal(80, _sink.Users.Count);
    }

    [Fact]
    public async Task Members_beyond_the_limit_of_values_are_asked_for_in_ranges()
    {
        var group = _directory.Group("Everybody");
        var ids = new List<Guid>();
        for (var i = 0; i < 4001; i++)
        {
            var user = _directory.User($"u{i}");
            ids.Add(user.Id);
            _directory.Join(group, user);
        }

        group.Members.Add("<GUID=00000000-0000-0000-0000-0000000000ff>;<SID=S-1-5-21-9-9-9-1>;CN=S-1-5-21-9-9-9-1,CN=ForeignSecurityPrincipals,DC=clinic,DC=example");
        await Sync().RunAsync(asked: false, Cancel);
        Assert.Equal(ids, _sink.Group("Everybody").Members);
        Assert.Equal(["S-1-5-21-9-9-9-1"], _sink.Group("Everybody").ForeignMembers);
    }

    [Fact]
    public async Task A_pass_that_breaks_or_cannot_be_kept_leaves_everything_as_it_was()
    {
        _directory.User("jdoe");
        var sync = Sync();
        await sync.RunAsync(asked: false, Cancel);
        var (checkpoint, other) = (_sink.Checkpoint, _directory.User("other"));
        _directory.BreaksInSearch = true;
        await Assert.ThrowsAsync<DirectoryException>(() => sync.RunAsync(asked: true, Cancel));
        _directory.BreaksInSearch = false;
        _sink.Fails = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => sync.RunAsync(asked: false, Cancel));
        Assert.Equal(checkpoint, _sink.Checkpoint);
        _sink.Fails = false;
        await sync.RunAsync(asked: false, Cancel);
        Assert.Contains(other.Id, _sink.Users.Keys);
    }

    [Fact]
    public async Task A_pass_on_a_server_that_falls_silent_ends_at_its_deadline()
    {
        _directory.Delay = cancel => Task.Delay(Timeout.Infinite, cancel);
        var pass = Sync().RunAsync(asked: false, Cancel);
        _time.Advance(Options.Times.Pass);
        var fault = await Assert.ThrowsAsync<DirectoryException>(() => pass.WaitAsync(TimeSpan.FromSeconds(20), Cancel));
        Assert.Equal(DirectoryProblem.Timeout, fault.Problem);
        Assert.Empty(_sink.Updates);
    }

    [Fact]
    public async Task The_second_controller_serves_with_marks_of_its_own_and_the_first_goes_on_where_it_was()
    {
        _directory.User("jdoe");
        var (second, down) = (new ScriptedDirectory { Invocation = Guid.NewGuid() }, false);
        second.User("jdoe");
        var sync = Sync(Options, (server, cancel) => server.Name.StartsWith("dc2", StringComparison.Ordinal) ? second.ConnectAsync(server, cancel)
            : down ? throw new DirectoryException(DirectoryProblem.Unreachable, "dc1 is down.") : _directory.ConnectAsync(server, cancel));
        Assert.True((await sync.RunAsync(asked: false, Cancel)).IsFull);
        down = true;
        var outcome = await sync.RunAsync(asked: false, Cancel);
        Assert.True(outcome.IsFull && outcome.Server.Name.StartsWith("dc2", StringComparison.Ordinal));
        Assert.False((await sync.RunAsync(asked: false, Cancel)).IsFull);
        down = false;
        outcome = await sync.RunAsync(asked: false, Cancel);
        Assert.False(outcome.IsFull || outcome.Server.Name.StartsWith("dc2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_used_is_counted_with_its_reason_and_trusts_are_nobody()
    {
        _directory.User("good");
        _directory.User("nameless").Set("sAMAccountName", Array.Empty<byte[]>());
        _directory.User("OTHER$").Set("userAccountControl", "2080");
        _directory.User("off").Set("userAccountControl", "514").Set("lastLogonTimestamp", "9223372036854775807").Set("primaryGroupID", "no number");
        var outcome = await Sync().RunAsync(asked: false, Cancel);
        Assert.Equal(["good", "off"], _sink.Users.Values.Select(u => u.Account.Name).Order());
        Assert.Equal((1, true), (outcome.Content.Skipped.Single().Value.Count, outcome.Content.Skipped.Single().Value.Reason.Contains("nameless", StringComparison.Ordinal)));
        var off = _sink.User("off");
        Assert.Equal((false, null, null), (off.IsEnabled, off.LastLogon, off.PrimaryGroup));
    }

    [Fact]
    public async Task More_than_the_limits_is_refused_in_words()
    {
        for (var i = 0; i < 120; i++)
        {
            _directory.Join(_directory.Users, _directory.User($"u{i}"));
        }

        var limits = new ActiveDirectoryLimits { Objects = 100 };
        var fault = await Assert.ThrowsAsync<DirectoryException>(() => Sync(Options with { Limits = limits }).RunAsync(asked: false, Cancel));
        Assert.Contains("more than 100 objects", fault.Message, StringComparison.Ordinal);
        limits = new ActiveDirectoryLimits { Members = 100 };
        fault = await Assert.ThrowsAsync<DirectoryException>(() => Sync(Options with { Limits = limits }).RunAsync(asked: false, Cancel));
        Assert.Contains("Limits:Members", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_sink.Updates);
    }

    [Fact]
    public async Task A_hundred_thousand_users_stay_within_a_gigabyte_and_five_minutes()
    {
        var users = Enumerable.Range(0, 100_000).Select(i => _directory.User(string.Create(CultureInfo.InvariantCulture, $"user{i:D6}"))).ToList();
        var groups = Enumerable.Range(0, 5_000).Select(i => _directory.Group(string.Create(CultureInfo.InvariantCulture, $"group{i:D4}"))).ToList();
        var random = new Random(7);
        for (var i = 0; i < groups.Count; i++)
        {
            for (var m = 0; m < 200; m++)
            {
                _directory.Join(groups[i], users[random.Next(users.Count)]);
            }

            _directory.Join(groups[i], groups[random.Next(groups.Count)]);
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var residentBefore = Environment.WorkingSet;
        var (peak, resident) = (0L, 0L);
        _directory.Delay = _ =>
        {
            peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false) - before);
            resident = Math.Max(resident, Environment.WorkingSet);
            return Task.CompletedTask;
        };
        var watch = Stopwatch.StartNew();
        await Sync().RunAsync(asked: false, Cancel);
        var took = watch.Elapsed;
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        var graph = new GroupGraph(_sink.Groups.Values);
        watch.Restart();
        var most = _sink.Users.Values.Take(1000).Max(u => graph.GroupsOf(u.Id, u.PrimaryGroup).Count);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"100,000 users, 5,002 groups, 1,005,000 memberships: read in {took.TotalSeconds:F1} s, at most {peak / 1048576} MB and {grown / 1048576} MB kept; the process, with the scripted directory in it, was resident with {residentBefore / 1048576} MB before and at most {resident / 1048576} MB meanwhile; closures of 1000 users in {watch.Elapsed.TotalSeconds:F2} s (at most {most} groups)."));
        Assert.Equal((100_000, 5_002), (_sink.Users.Count, _sink.Groups.Count));
        Assert.True(took < TimeSpan.FromMinutes(5) && Math.Max(peak, grown) < 1L << 30, $"{took}, {peak} bytes");
    }

    [Fact]
    public async Task The_connector_runs_by_itself_tells_how_it_stands_and_reads_again_when_asked()
    {
        var user = _directory.User("jdoe");
        await using var connector = new ActiveDirectoryConnector(Options, _time, NullLogger.Instance, _directory.ConnectAsync);
        Assert.Equal(ConnectorState.Stopped, connector.Status.State);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var run = connector.RunAsync(_sink, end.Token);
        await UntilAsync(() => connector.Status.State == ConnectorState.Running);
        Assert.Equal(_time.GetUtcNow() + Options.Times.Interval, connector.Status.NextTryAt);
        Assert.Equal(("users", 1L, true), (connector.Status.Parts[0].Name, connector.Status.Parts[0].Records, connector.Status.Parts[0].IsWhole));
        _directory.Changed(user.Set("title", "Nurse"));
        await UntilAsync(() => _sink.Updates.Count == 2, Options.Times.Interval);
        Assert.False(_sink.Updates[1].IsWhole);
        connector.RequestSync();
        await UntilAsync(() => _sink.Updates.Count == 3);
        Assert.True(_sink.Updates[2].IsWhole);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(ConnectorState.Stopped, connector.Status.State);
    }

    [Fact]
    public async Task A_refused_password_is_not_tried_at_other_controllers_nor_soon_again()
    {
        var tries = 0;
        await using var connector = new ActiveDirectoryConnector(Options, _time, NullLogger.Instance, (_, _) =>
        {
            tries++;
            throw new DirectoryException(DirectoryProblem.Credentials, "dc1 refuses the sign-in.");
        });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var run = connector.RunAsync(_sink, end.Token);
        await UntilAsync(() => connector.Status.State == ConnectorState.Failed);
        Assert.Equal((1, _time.GetUtcNow() + TimeSpan.FromMinutes(30)), (tries, connector.Status.NextTryAt!.Value));
        Assert.Equal("dc1 refuses the sign-in.", connector.Status.Words);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DirectorySync Sync(ActiveDirectoryOptions? options = null, ConnectToDirectory? connect = null) => new(
        options ?? Options,
        new ServerList([new DirectoryHost("dc1.clinic.example", 636), new DirectoryHost("dc2.clinic.example", 636)], connect ?? _directory.ConnectAsync, NullLogger.Instance),
        _sink, _time, NullLogger.Instance);

    // The clock moves only until the condition holds, in case a wait begins later than it first moved.
    private async Task UntilAsync(Func<bool> condition, TimeSpan? step = null)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(20), "It did not come true in time.");
            _time.Advance(step ?? TimeSpan.Zero);
            await Task.Delay(10, Cancel);
        }
    }
}
