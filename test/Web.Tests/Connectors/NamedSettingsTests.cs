using Bunit;
using Clarion.Gateway.Http.Connectors;
using Clarion.Web.Pages.Connectors;

namespace Clarion.Web.Tests.Connectors;

public sealed class NamedSettingsTests : BunitContext
{
    private static readonly ConnectorSettingModel Group = new("Secrets:*", "Secrets by name", false, true, "");

    public NamedSettingsTests() => JSInterop.Mode = JSRuntimeMode.Loose;

    [Fact]
    public void What_is_set_is_named_and_stays_unless_it_is_written_anew()
    {
        var settings = new NamedSettings(Group, ["Token", "Secrets:cams", "Secrets:doors"]);
        Assert.Equal(["cams", "doors"], settings.Rows.Select(row => row.Name));
        Assert.Equal([], Written(settings));
        settings.Rows[1].Value = "new";
        Assert.Equal([("Secrets:doors", "new")], Written(settings));
    }

    [Fact]
    public void What_is_taken_away_is_emptied_once_and_can_be_given_anew()
    {
        var settings = new NamedSettings(Group, ["Secrets:cams"]);
        settings.Remove(settings.Rows[0]);
        Assert.Equal([("Secrets:cams", "")], Written(settings));
        settings.Add();
        (settings.Rows[0].Name, settings.Rows[0].Value) = ("cams", "again");
        Assert.Equal([("Secrets:cams", "again")], Written(settings));
        settings.Saved();
        Assert.Equal([], Written(settings));
        Assert.Equal((true, ""), (settings.Rows[0].IsSet, settings.Rows[0].Value));
    }

    [Theory]
    [InlineData("", "value", "without a name")]
    [InlineData("new", "", "Secrets:new has no value")]
    [InlineData("CAMS", "value", "Secrets:CAMS is there twice")]
    public void What_is_half_written_is_told(string name, string value, string words)
    {
        var settings = new NamedSettings(Group, ["Secrets:cams"]);
        settings.Add();
        (settings.Rows[1].Name, settings.Rows[1].Value) = (name, value);
        Assert.Contains(words, settings.Write([]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_form_adds_takes_away_and_never_shows_a_value()
    {
        var settings = new NamedSettings(Group, ["Secrets:cams"]);
        var field = Render<NamedSettingsField>(parameters => parameters.Add(one => one.Settings, settings));
        Assert.Equal("set; stays as it is", field.Find("input[type=password]").GetAttribute("placeholder"));
        field.Find("button[aria-label='Add to Secrets']").Click();
        field.Find("input[aria-label='Name in Secrets']").Change(" doors ");
        field.Find("input[aria-label='Value of doors in Secrets']").Change("s3cret");
        Assert.Equal([("Secrets:doors", "s3cret")], Written(settings));

        settings.Saved();
        field.Render();
        Assert.DoesNotContain("s3cret", field.Markup, StringComparison.Ordinal);
        Assert.Empty(field.FindAll("input[aria-label='Name in Secrets']"));
        field.Find("button[aria-label='Take away cams of Secrets']").Click();
        Assert.Equal([("Secrets:cams", "")], Written(settings));
    }

    private static IEnumerable<(string Name, string Value)> Written(NamedSettings settings)
    {
        var into = new Dictionary<string, string>(StringComparer.Ordinal);
        Assert.Null(settings.Write(into));
        return into.Select(one => (one.Key, one.Value));
    }
}
