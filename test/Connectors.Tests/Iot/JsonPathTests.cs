using System.Diagnostics;
using System.Text.Json;
using Clarion.Connectors.GenericRest.Paths;

namespace Clarion.Connectors.Tests.Iot;

public sealed class JsonPathTests
{
    private static readonly JsonElement Store = JsonElement.Parse("""
        {"devices":[{"id":1,"mac":"a","on":true,"nics":[{"mac":"b"},{"mac":"c"}]},{"id":2,"mac":"d","on":false},{"id":3,"on":null}],"two words":{"a.b":7},"n":1.0}
        """);

    [Theory]
    [InlineData("$.devices[0].mac", """["a"]""")]
    [InlineData("$['devices'][-1].id", "[3]")]
    [InlineData("$.devices[*].id", "[1,2,3]")]
    [InlineData("$.devices.*.id", "[1,2,3]")]
    [InlineData("$.devices[0:2].id", "[1,2]")]
    [InlineData("$.devices[::2].id", "[1,3]")]
    [InlineData("$.devices[-2:].id", "[2,3]")]
    [InlineData("$.devices[0,2].id", "[1,3]")]
    [InlineData("$..mac", """["a","b","c","d"]""")]
    [InlineData("$..nics[*].mac", """["b","c"]""")]
    [InlineData("$.devices[?@.on == true].id", "[1]")]
    [InlineData("$.devices[?(@.on != true)].id", "[2,3]")]
    [InlineData("$.devices[?@.mac].id", "[1,2]")]
    [InlineData("$.devices[?@.mac == 'd'].id", "[2]")]
    [InlineData("$.devices[?@.on == null].id", "[3]")]
    [InlineData("$['two words']['a.b']", "[7]")]
    [InlineData("$.nothing[0].here", "[]")]
    [InlineData("$.devices[9]", "[]")]
    [InlineData("$.n[0:5]", "[]")]
    public void Finds(string text, string expected)
    {
        Assert.True(JsonPath.TryParse(text, out var path, out var fault), fault);
        var found = path.Find(Store, 100).Select(v => v.GetRawText()).Order(StringComparer.Ordinal);
        Assert.Equal(JsonElement.Parse(expected).EnumerateArray().Select(v => v.GetRawText()).Order(StringComparer.Ordinal), found);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("devices", "begins with $")]
    [InlineData("$.", "character 3: write a name")]
    [InlineData("$.a-b", "character 4: write a dot or a bracket")]
    [InlineData("$.a b", "character 4")]
    [InlineData("$['a", "the quote is not closed")]
    [InlineData("$[1", "close the bracket")]
    [InlineData("$[", "write an index")]
    [InlineData("$[?@.a > 3]", "== or != a value")]
    [InlineData("$[?length(@.a) == 3]", "a filter begins with @")]
    [InlineData("$[?@..a]", "names and indexes only")]
    [InlineData("$.length()", "functions are not supported")]
    [InlineData("$[::0]", "a step must be 1 or more")]
    [InlineData("$[?@.a == b]", "a number, true, false, null or a text in quotes")]
    [InlineData("$[99999999999]", "no index")]
    public void Says_what_it_cannot_read(string text, string words)
    {
        Assert.False(JsonPath.TryParse(text, out _, out var fault));
        Assert.Contains(words, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluation_is_bounded_whatever_the_document()
    {
        var wide = JsonElement.Parse("[" + string.Join(',', Enumerable.Repeat("[[1,2,3],[4,5,6]]", 50_000)) + "]");
        Assert.True(JsonPath.TryParse("$..*..*..*", out var path, out _));
        var began = Stopwatch.GetTimestamp();
        Assert.InRange(path.Find(wide, 10).Count, 0, 10);
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(5));
        Assert.True(JsonPath.TryParse("$[*]", out var all, out _));
        Assert.Equal(50_000, all.Find(wide, 50_001).Count);
        Assert.Equal(10, all.Find(wide, 10).Count);
        Assert.False(JsonPath.TryParse("$" + new string('.', 600), out _, out _));
    }

    [Fact]
    public void No_text_is_more_than_refused()
    {
        const string Alphabet = "$@.[]*?'\"\\:,-0123 ab()=!<>&|\n陳";
        var random = new Random(7);
        for (var n = 0; n < 20_000; n++)
        {
            var text = "$" + string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            if (JsonPath.TryParse(text, out var path, out var fault))
            {
                Assert.InRange(path.Find(Store, 50).Count, 0, 50);
            }
            else
            {
                Assert.NotEmpty(fault);
            }
        }
    }
}
