using System.Globalization;
using Clarion.Gateway.Http.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;
using Clarion.Web.Pages.Flows;

namespace Clarion.Web.Tests;

public sealed class RawFlowListTests
{
    private static readonly TimeRange Range = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1));

    private readonly StubQueries _queries = new();
    private readonly FlowReader _reader;

    public RawFlowListTests() => _reader = new FlowReader(_queries, FilterParser.Parse, TimeProvider.System);

    [Fact]
    public async Task Pages_are_read_forward_until_the_last()
    {
        _queries.Flows = cursor => Page(cursor is null ? 1 : 2, cursor is null ? "2" : null);
        var list = await ReadAsync();
        Assert.Equal((RawFlowList.PageRows, true), (list.Rows.Count, list.HasOlder));
        await list.OlderAsync(TestContext.Current.CancellationToken);
        Assert.Equal((2 * RawFlowList.PageRows, false), (list.Rows.Count, list.HasOlder));
        await list.OlderAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, _queries.Asked);
    }

    [Fact]
    public async Task What_is_held_is_bounded_and_what_has_passed_is_counted()
    {
        _queries.Flows = cursor => Page(1, "more");
        var list = await ReadAsync();
        while (!list.IsFull)
        {
            await list.OlderAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal((RawFlowList.MaxRows, 0), (list.Rows.Count, list.Passed));
        await list.OlderAsync(TestContext.Current.CancellationToken);
        Assert.Equal((RawFlowList.PageRows, RawFlowList.MaxRows), (list.Rows.Count, list.Passed));
    }

    [Fact]
    public async Task A_page_that_fails_leaves_what_is_there_and_can_be_read_again()
    {
        _queries.Flows = cursor => cursor is null ? Page(1, "2") : throw new StoreUnavailableException("The store is away.");
        var list = await ReadAsync();
        await list.OlderAsync(TestContext.Current.CancellationToken);
        Assert.Equal((RawFlowList.PageRows, "The store is away.", false), (list.Rows.Count, list.Fault!.Detail, list.IsReading));
        _queries.Flows = _ => Page(2, null);
        await list.OlderAsync(TestContext.Current.CancellationToken);
        Assert.Equal((2 * RawFlowList.PageRows, null, false), (list.Rows.Count, list.Fault, list.HasOlder));
    }

    private Task<RawFlowList> ReadAsync() => RawFlowList.ReadAsync(_reader, Range, "denied", TestContext.Current.CancellationToken);

    private static Page<FlowRecord> Page(int number, string? next) => new(
        [.. Enumerable.Range(0, RawFlowList.PageRows).Select(i => new FlowRecord([new("user", (number * 1000 + i).ToString(CultureInfo.InvariantCulture))]))], next);
}
