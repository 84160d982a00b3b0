using System.Globalization;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;

namespace Clarion.Storage.Tests.Queries;

/// <summary>Every field with every comparison it allows is a statement that the engine understands, in every scope.</summary>
public abstract class FieldCoverageContract : QueryContract, IAsyncLifetime
{
    private const long NowMs = 1_790_000_000_000;
    private static readonly TimeRange Range = new(DateTimeOffset.FromUnixTimeMilliseconds(NowMs - 7_200_000), DateTimeOffset.FromUnixTimeMilliseconds(NowMs + 1));

    private QueryStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await OpenAsync();
        await _store.Flows.AppendAsync(1, TestFlows.Random(new Random(1), 20, NowMs, 1));
        await _store.Rollups.CommitAsync(TestConversations.Commit(0, 1, [TestConversations.Random(new Random(1), NowMs / 300_000)]), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Flows()
    {
        foreach (var text in Conditions(FilterScopes.Flow))
        {
            var page = await _store.Queries.FlowsAsync(Range, FilterParser.Parse(text), 5, null, TestContext.Current.CancellationToken);
            Assert.True(page.Items.Count <= 5, text);
        }
    }

    [Fact]
    public async Task Summaries()
    {
        foreach (var text in Conditions(FilterScopes.Conversation))
        {
            var summary = await _store.Queries.SummarizeAsync(new(Range, FilterParser.Parse(text), [], null, 5), TestContext.Current.CancellationToken);
            Assert.True(summary.Total.Flows >= 0, text);
        }
    }

    [Fact]
    public async Task Devices()
    {
        foreach (var text in Conditions(FilterScopes.Device))
        {
            var page = await _store.Queries.DevicesAsync(FilterParser.Parse(text), 5, null, TestContext.Current.CancellationToken);
            Assert.True(page.Items.Count <= 5, text);
        }
    }

    [Fact]
    public async Task Dimensions()
    {
        foreach (var field in FilterFields.All.Where(field => field.IsDimension && (field.Scopes & (FilterScopes.Flow | FilterScopes.Conversation)) != 0))
        {
            var summary = await _store.Queries.SummarizeAsync(
                new(Range, null, [field.Name], TimeSpan.FromMinutes(5), 100), TestContext.Current.CancellationToken);
            Assert.Equal(summary.Total.Flows, summary.Series.SelectMany(series => series.Points).Sum(point => point.Measures.Flows) / (field.Name == "device" ? 2 : 1));
            Assert.Equal(summary.Total.Flows, summary.Points.Sum(point => point.Measures.Flows));
            Assert.NotEmpty(summary.Rows);
        }
    }

    [Fact]
    public async Task Fields_of_other_scopes_are_refused_by_name()
    {
        var fault = await Assert.ThrowsAsync<FilterException>(
            () => _store.Queries.FlowsAsync(Range, FilterParser.Parse("vlan = 1 and merged"), 5, null, TestContext.Current.CancellationToken));
        Assert.Equal((13, 6), (fault.Position, fault.Length));
        Assert.Contains("'merged'", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<FilterException>(
            () => _store.Queries.SummarizeAsync(new(Range, FilterParser.Parse("src.mac = none"), ["src.device"], null, 5), TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<FilterException>(
            () => _store.Queries.SummarizeAsync(new(Range, null, ["bytes"], null, 5), TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<FilterException>(
            () => _store.Queries.SummarizeAsync(new(Range, null, ["nonsense"], null, 5), TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<FilterException>(
            () => _store.Queries.DevicesAsync(FilterParser.Parse("src.ip = 10.0.0.1"), 5, null, TestContext.Current.CancellationToken));
    }

    private static IEnumerable<string> Conditions(FilterScopes scope) =>
        from field in FilterFields.For(scope).Where(field => field.PlaceOf is null)
        from sign in new[] { "= {0}", "!= {0}", "in ({0}, {0})", "not in ({0})", "< {0}", ">= {0}", "contains {0}" }
        let text = field.Name + " " + string.Format(CultureInfo.InvariantCulture, sign, Sample(field))
        where Parses(text)
        select text;

    private static bool Parses(string text)
    {
        try
        {
            return FilterParser.Parse(text) is not null;
        }
        catch (FilterException)
        {
            return false;
        }
    }

    private static string Sample(FilterField field) => field.Kind switch
    {
        FilterValueKind.Address => "fe80::1",
        FilterValueKind.Mac or FilterValueKind.Device => "00:11:22:33:44:55",
        FilterValueKind.Duration => "5s",
        FilterValueKind.Time => "2026-01-31",
        FilterValueKind.Text => "\"13:45'6\"",
        FilterValueKind.Boolean => "true",
        FilterValueKind.Flags => "SA",
        _ => "3",
    };
}
