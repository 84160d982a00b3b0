using Clarion.Flows;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;
using Clarion.Storage.Tests.Contracts;
using Clarion.Storage.Tests.Queries;
using Clarion.Storage.Timescale;
using Clarion.Storage.Timescale.Queries;

namespace Clarion.Storage.Tests.Timescale;

/// <summary>Values that PostgreSQL has no type for.</summary>
public sealed class ValueTests(PostgresServers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void The_order_of_uuids_is_that_of_numbers()
    {
        UInt128[] numbers = [0, 1, 255, 256, ulong.MaxValue, UInt128.One << 64, UInt128.One << 127, UInt128.MaxValue];
        Assert.Equal(numbers, numbers.Select(number => Unsigned.FromUuid(Unsigned.ToUuid(number))));
        var texts = numbers.Select(number => Unsigned.ToUuid(number).ToString()).ToList();
        Assert.Equal(texts.Order(StringComparer.Ordinal), texts);
    }

    [Theory]
    [InlineData("plain ☃ 😀", "plain ☃ 😀")]
    [InlineData("a\0b", "a\uFFFDb")]
    public void Texts_lose_only_what_cannot_be_stored(string text, string stored) => Assert.Equal(stored, StoredText.Of(text));

    [Fact]
    public void Half_a_surrogate_pair_cannot_be_stored() => Assert.Equal("half \uFFFD", StoredText.Of("half \uD83D"));

    [Fact]
    public async Task A_text_that_cannot_be_stored_stops_no_flow()
    {
        await using var store = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
        var texts = new TextTable();
        using var flows = Samples.Flows(new ExporterRegistry(), texts, 2);
        (flows.Ssid[0], flows.Ssid[1]) = (texts.Intern("guest\0"), texts.Intern("guest\uFFFD"));
        flows.MarkWritten(ColumnSet.Of(FlowColumn.Ssid));
        await store.Flows.AppendAsync([Samples.Logged(1, flows)], Cancel);
        Assert.Equal("guest\uFFFD", (await store.ReadRawFlowAsync(Samples.Lane, 1))[nameof(FlowColumn.Ssid)]);
        Assert.Equal(2, await store.Flows.CountStoredAsync(Cancel));
    }

    [Theory]
    [InlineData("bytes.raw > 9223372036854775806", 2)]
    [InlineData("bytes.raw >= 9223372036854775808", 1)]
    [InlineData("bytes.raw < 100", 1)]
    [InlineData("bytes.raw >= 50 and bytes.raw <= 18446744073709551615", 3)]
    [InlineData("bytes.raw = 18446744073709551615", 1)]
    [InlineData("bytes.raw != 18446744073709551615", 2)]
    public async Task Counters_beyond_half_of_their_range_compare_as_numbers(string filter, int count)
    {
        await using var store = await QueryStore.OpenAsync(await TimescaleEngine.CreateAsync(await servers.TimescaleAsync()));
        var now = store.Clock.GetUtcNow();
        using var flows = Samples.Flows(3, now);
        (flows.Bytes[0], flows.Bytes[1], flows.Bytes[2]) = (50, long.MaxValue, ulong.MaxValue);
        await store.Flows.AppendAsync([Samples.Logged(1, flows)], Cancel);
        var range = new TimeRange(now.AddHours(-1), now.AddHours(1));
        var page = await store.Queries.FlowsAsync(range, FilterParser.Parse(filter), 10, null, Cancel);
        Assert.Equal(count, page.Items.Count);
        var summary = await store.Queries.SummarizeAsync(new(range, FilterParser.Parse(filter), ["src.mac"], null, 5), Cancel);
        Assert.Equal(count, summary.Total.Flows);
        Assert.True(summary.Total.Bytes >= 50);
    }

    [Fact]
    public async Task Sums_beyond_a_counter_are_cut()
    {
        await using var store = await TimescaleFixture.OpenAsync(await servers.TimescaleAsync());
        await store.Rollups.CommitAsync(Samples.Commit(0, 1, rows: 4), Cancel);
        await store.Maintenance.MaintainAsync(Samples.Noon.AddMinutes(10), Cancel);
        var (largest, rows) = await store.Database.ReadAsync(
            session => (session.Scalar<long>("SELECT max(bytes_up) FROM switch_usage_5m"), session.Scalar<long>("SELECT count(*) FROM switch_usage_5m")),
            Cancel);
        Assert.Equal(long.MaxValue, largest);
        Assert.Equal(2, rows);
    }

    [Theory]
    [InlineData("", "Host")]
    [InlineData("Host=db", "Database")]
    [InlineData("Host=db;Database=c;Nonsense=1;Password=sesame-4711", "cannot be read")]
    [InlineData("Host=a,b;Database=c", "several hosts")]
    public void A_connection_string_that_cannot_work_is_told_without_what_it_says(string text, string says)
    {
        var options = new TimescaleOptions { ConnectionString = text };
        var result = new TimescaleOptionsValidator().Validate(null, options);
        Assert.True(result.Failed);
        Assert.Contains(says, result.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("Clarion:Timescale:ConnectionString", result.FailureMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame-4711", result.FailureMessage + options, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_settings_that_cannot_work_are_told_with_what_is_allowed()
    {
        var options = new TimescaleOptions
        {
            ConnectionString = "Host=db;Database=c",
            Schema = "Bad Schema; --",
            ReadConnections = 0,
            WriteConnections = 1,
            ReadQueue = 0,
            StatementTimeout = TimeSpan.Zero,
            CompressAfter = TimeSpan.Zero,
            JournalMegabytes = 1,
        };
        Assert.Equal(7, new TimescaleOptionsValidator().Validate(null, options).Failures!.Count());
        Assert.True(new TimescaleOptionsValidator().Validate(null, new TimescaleOptions { ConnectionString = "Host=db;Database=c" }).Succeeded);
    }
}
