using Clarion.Storage.Contracts;
using Clarion.Web.Panels;
using Microsoft.Extensions.Time.Testing;

namespace Clarion.Web.Tests;

public sealed class PanelLoaderTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly PanelLoader<string> _loader;

    public PanelLoaderTests() => _loader = new PanelLoader<string>(_time, Deadline, text => text.Length == 0);

    public void Dispose() => _loader.Dispose();

    [Fact]
    public async Task An_answer_is_shown()
    {
        Assert.Equal(PanelState.Loading, _loader.State);
        await _loader.LoadAsync(_ => Task.FromResult("answer"), keep: false);
        Assert.Equal((PanelState.Ready, "answer"), (_loader.State, _loader.Data));
        Assert.Null(_loader.AskedAt);
    }

    [Fact]
    public async Task An_answer_without_anything_is_empty()
    {
        await _loader.LoadAsync(_ => Task.FromResult(""), keep: false);
        Assert.Equal(PanelState.Empty, _loader.State);
    }

    [Fact]
    public async Task A_first_question_that_fails_says_why()
    {
        await _loader.LoadAsync(_ => throw new StoreUnavailableException("The store is locked."), keep: false);
        Assert.Equal((PanelState.Failed, "The store is locked."), (_loader.State, _loader.Fault!.Detail));
        Assert.Null(_loader.TraceId);
    }

    [Fact]
    public async Task The_inside_of_a_fault_is_for_the_log_only()
    {
        await _loader.LoadAsync(_ => throw new InvalidOperationException("secret"), keep: false);
        Assert.DoesNotContain("secret", _loader.Fault!.Detail, StringComparison.Ordinal);
        Assert.NotNull(_loader.TraceId);
        Assert.Equal("secret", _loader.Cause!.Message);
    }

    [Fact]
    public async Task Data_grows_stale_when_reading_it_again_fails_and_fresh_when_it_works()
    {
        await _loader.LoadAsync(_ => Task.FromResult("first"), keep: true);
        var loaded = _loader.LoadedAt;
        _time.Advance(TimeSpan.FromMinutes(1));
        await _loader.LoadAsync(_ => throw new TimeoutException(), keep: true);
        Assert.Equal((PanelState.Stale, "first", loaded), (_loader.State, _loader.Data, _loader.LoadedAt));
        await _loader.LoadAsync(_ => Task.FromResult("second"), keep: true);
        Assert.Equal((PanelState.Ready, "second"), (_loader.State, _loader.Data));
    }

    [Fact]
    public async Task Only_the_newest_question_wins()
    {
        var slow = new TaskCompletionSource<string>();
        var first = _loader.LoadAsync(_ => slow.Task, keep: false);
        await _loader.LoadAsync(_ => Task.FromResult("new"), keep: false);
        slow.SetResult("old");
        await first;
        Assert.Equal((PanelState.Ready, "new"), (_loader.State, _loader.Data));
    }

    [Fact]
    public async Task A_question_gives_up_after_its_deadline()
    {
        var asking = _loader.LoadAsync(stop => Task.Delay(Timeout.InfiniteTimeSpan, _time, stop).ContinueWith(_ => "late", stop), keep: false);
        Assert.NotNull(_loader.AskedAt);
        _time.Advance(Deadline);
        await asking;
        Assert.Equal(PanelState.Failed, _loader.State);
    }

    [Fact]
    public async Task Who_stops_waiting_keeps_what_there_was()
    {
        await _loader.LoadAsync(_ => Task.FromResult("first"), keep: false);
        var never = new TaskCompletionSource<string>();
        var asking = _loader.LoadAsync(stop => never.Task.WaitAsync(stop), keep: true);
        _loader.Cancel();
        await asking;
        Assert.Equal((PanelState.Stale, "first"), (_loader.State, _loader.Data));
    }

    [Fact]
    public async Task Who_stops_waiting_for_the_first_answer_sees_that()
    {
        var never = new TaskCompletionSource<string>();
        var asking = _loader.LoadAsync(stop => never.Task.WaitAsync(stop), keep: false);
        _loader.Cancel();
        await asking;
        Assert.Equal(PanelState.Cancelled, _loader.State);
    }
}
