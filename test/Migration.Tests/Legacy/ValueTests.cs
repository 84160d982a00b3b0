using Clarion.Migration.Flows;
using Clarion.Migration.Legacy;

namespace Clarion.Migration.Tests.Legacy;

public sealed class ValueTests
{
    [Theory]
    [InlineData("2025-12-30 10:00:08", 1_767_088_808_000)]
    [InlineData("2025-12-30T10:00:08", 1_767_088_808_000)]
    [InlineData("2025-12-30 10:00:08.250000", 1_767_088_808_250)]
    [InlineData("2025-12-30T11:00:08+01:00", 1_767_088_808_000)]
    public void Times_in_text_are_utc_unless_they_say_otherwise(string text, long expected) => Assert.Equal(expected, LegacyTime.OfText(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2025-13-40 10:00:00")]
    public void What_is_no_time_is_none(string? text) => Assert.Null(LegacyTime.OfText(text));

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(1_767_088_808_000L)]
    public void Null_and_zero_are_unknown_and_milliseconds_are_no_seconds(long? seconds) => Assert.Null(LegacyTime.OfSeconds(seconds));

    [Theory]
    [InlineData("aa:bb:cc:dd:ee:0f")]
    [InlineData("AA-BB-CC-DD-EE-0F")]
    [InlineData(" AA:BB:cc:dd:EE:0f ")]
    [InlineData("aabb.ccdd.ee0f")]
    public void Spellings_of_one_mac_are_one_device(string text) => Assert.Equal("aa:bb:cc:dd:ee:0f", Row("mac", text).Mac("mac").ToString());

    [Theory]
    [InlineData("unknown")]
    [InlineData("ff:ff:ff:ff:ff:ff")]
    [InlineData(null)]
    public void What_is_no_device_is_none(string? text) => Assert.True(Row("mac", text).Mac("mac").IsNone);

    [Fact]
    public void Columns_are_read_by_name_and_a_missing_one_is_nothing()
    {
        var row = new LegacyRow(7, ["b", "a"], [2L, "one"]);
        Assert.Equal(("one", 2L, null, null), (row.Text("a"), row.Whole("b"), row.Text("c"), row.Whole("c")));
    }

    [Fact]
    public void Values_are_read_as_what_is_wanted_whatever_sqlite_keeps()
    {
        Assert.Equal(5, Row("n", "5").Whole("n"));
        Assert.Equal(5, Row("n", 5.0).Whole("n"));
        Assert.Null(Row("n", 5.5).Whole("n"));
        Assert.Equal("5", Row("n", 5L).Text("n"));
        Assert.Equal(0, Row("n", 65_535L).Sgt("n"));
        Assert.True(Row("n", null).Flag("n", otherwise: true));
    }

    [Theory]
    [InlineData("""["HR-Users", "All-Employees", "hr-users", " "]""", "HR-Users,All-Employees")]
    [InlineData("""["M\u00fcnchen"]""", "München")]
    [InlineData("[]", "")]
    [InlineData("not json", "")]
    [InlineData("""{"a":1}""", "")]
    [InlineData(null, "")]
    public void Names_of_groups_come_from_json(string? text, string expected) => Assert.Equal(expected, string.Join(',', LegacyJson.Names(text)));

    [Fact]
    public void A_switch_is_found_by_its_id_then_its_host_name_then_as_an_address()
    {
        var switches = new SwitchAddresses(
        [
            Switch("SW001", "edge-1", "10.254.0.1"), Switch("edge-1", "SW001", "10.254.0.2"), Switch("SW003", "edge-3", ""),
        ]);
        Assert.Equal("10.254.0.1", switches.Of("SW001").ToString());
        Assert.Equal("10.254.0.2", switches.Of("edge-1").ToString());
        Assert.Equal("10.9.9.9", switches.Of("10.9.9.9").ToString());
        Assert.Empty(switches.MadeUp);
    }

    [Fact]
    public void A_switch_without_an_address_gets_the_same_one_each_time()
    {
        var (first, second) = (new SwitchAddresses([]), new SwitchAddresses([]));
        Assert.Equal(first.Of("SW003"), second.Of("sw003"));
        Assert.NotEqual(first.Of("SW003"), first.Of("SW004"));
        Assert.StartsWith("fd43:6c61:7269:6f6e:", first.Of("").ToString(), StringComparison.Ordinal);
        Assert.Equal(["(none)", "SW003", "SW004"], first.MadeUp.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Keys_that_are_null_or_cannot_be_kept_are_the_number_of_the_row()
    {
        var table = new LegacyTableInfo("cluster_assignments", "endpoint_id", "cluster_id");
        Assert.Equal("aa|3", RowRecord.Of(table, new LegacyRow(9, ["endpoint_id", "cluster_id"], ["aa", 3L]), "").Key);
        Assert.Equal("row 9", RowRecord.Of(table, new LegacyRow(9, ["endpoint_id", "cluster_id"], ["aa", null]), "").Key);
        Assert.Equal("row 9", RowRecord.Of(table, new LegacyRow(9, ["endpoint_id", "cluster_id"], ["a\0a", 3L]), "").Key);
    }

    [Fact]
    public void A_record_has_every_column_as_it_was()
    {
        var row = new LegacyRow(1, ["id", "label", "share", "blob", "none"], [1L, "Zürich \"x\"", 0.5, new byte[] { 1, 2 }, null]);
        Assert.Equal(
            """{"id":1,"label":"Zürich \"x\"","share":0.5,"blob":{"base64":"AQI="},"none":null}""", RowRecord.Of(new LegacyTableInfo("t", "id"), row, "").Object);
    }

    private static LegacyRow Row(string column, object? value) => new(1, [column], [value]);

    private static LegacyRow Switch(string id, string host, string address) =>
        new(1, ["switch_id", "hostname", "management_ip"], [id, host, address]);
}
