using Clarion.Correlation.Places;
using Clarion.Gateway.Http.Fields;
using Clarion.Gateway.Http.Groups;
using Clarion.Storage.Contracts;
using Clarion.Storage.Filters;
using Clarion.Web.Filters;
using Clarion.Web.Navigation;
using Microsoft.Extensions.Options;

namespace Clarion.Web.Tests;

public sealed class LiveValuesTests
{
    private const FilterScopes Scope = FilterScopes.Flow | FilterScopes.Conversation;

    private static readonly FlowMeasures Some = new(2, 1500, 3, 1500, 3, 0);

    private readonly StubQueries _queries = new();
    private readonly CurrentPlaces _places = new();
    private readonly LiveValues _values;

    public LiveValuesTests()
    {
        var groups = new GroupOptions { Names = { ["17"] = "Cameras", ["23"] = "Printers" } };
        _values = new LiveValues(new FieldValueReader(_queries, new GroupNames(Options.Create(groups)), _places, TimeProvider.System));
    }

    [Fact]
    public async Task Groups_are_found_by_number_and_by_name_and_written_as_numbers()
    {
        _queries.Groups = _ => [new SummaryRow([17L], Some), new SummaryRow([0L], Some)];
        Assert.Equal(new CompletionOption("17 ", "17", "Cameras, 1.5 kB"), Assert.Single(await FindAsync("src.sgt = cam")));
        Assert.Equal(new CompletionOption("23", "23", "Printers, not seen"), Assert.Single(await FindAsync("src.sgt in (17, pri")));
        Assert.Equal(["17", "0", "23"], (await FindAsync("src.sgt = ")).Select(option => option.Label));
        Assert.Equal(1, _queries.Asked);
    }

    [Fact]
    public async Task Places_are_offered_as_they_are_entered_found_by_their_names_too()
    {
        _places.Take(new PlaceTable(
            1, [new Location { Id = "c", Name = "Campus", Type = "CAMPUS" }, new Location { Id = "b", Name = "Building A", Type = "BUILDING", Parent = "c" }],
            [new NetworkSubnet { Cidr = "10.1.0.0/16", Name = "Users" }]));
        Assert.Equal([new CompletionOption("\"Campus/Building A\" ", "Campus/Building A", "Building A")], await FindAsync("src.location = build"));
        Assert.Equal([new CompletionOption("10.1.0.0/16", "10.1.0.0/16", "Users")], await FindAsync("subnet in (us"));
        Assert.Equal(0, _queries.Asked);
    }

    [Fact]
    public async Task Values_are_quoted_where_they_must_be()
    {
        _queries.Groups = _ => [new SummaryRow(["jane doe"], Some), new SummaryRow([null], Some)];
        Assert.Equal(["\"jane doe\" ", "none "], (await FindAsync("user = ")).Select(option => option.Insert));
        Assert.Equal(["\"jane doe\" "], (await FindAsync("user = \"jane d")).Select(option => option.Insert));
    }

    [Fact]
    public async Task Where_more_were_seen_than_are_kept_the_store_is_asked_for_the_beginning()
    {
        _queries.Groups = request => [.. Enumerable.Range(0, request.Limit).Select(i => new SummaryRow([$"10.0.{i / 250}.{i % 250}"], Some))];
        Assert.Equal(["10.0.3.7"], (await FindAsync("src.ip = 10.0.3.7")).Select(option => option.Label).Take(1));
        Assert.Equal(2, _queries.Asked);
    }

    [Fact]
    public async Task Fields_without_a_dimension_have_no_values()
    {
        Assert.Empty(await FindAsync("bytes > "));
        Assert.Equal(0, _queries.Asked);
    }

    private Task<IReadOnlyList<CompletionOption>> FindAsync(string text) =>
        _values.FindAsync(FilterCompletion.At(text, text.Length, Scope), TimeSelection.Default, TestContext.Current.CancellationToken);
}
