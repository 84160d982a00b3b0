using Clarion.Connectors.PxGrid;
using Clarion.Connectors.PxGrid.Topics;

namespace Clarion.Connectors.Tests.Options;

public sealed class PxGridOptionsTests
{
    private static readonly PxGridOptions Good = new() { Hosts = ["ise1.example.net"], NodeName = "clarion-01", Password = "secret-of-clarion" };

    [Fact]
    public void Good_options_have_no_fault() => Assert.Empty(PxGridOptionsValidator.Validate(Good));

    [Fact]
    public void Every_fault_says_the_key_the_value_and_what_to_write()
    {
        var faults = PxGridOptionsValidator.Validate(new PxGridOptions
        {
            Hosts = ["https://ise1"],
            NodeName = "clarion 01",
            Password = "x",
            CertificateFile = "/nowhere/client.pem",
            CaFile = "/nowhere/ca.pem",
            Topics = ["com.cisco.ise.sesion"],
            PubsubNodes = 3,
            Times = new PxGridTimes { Silence = TimeSpan.Zero, RetryLast = TimeSpan.FromHours(1) },
            Limits = new PxGridLimits { FrameBytes = 1 },
            Wire = new PxGridWire { HeartBeat = "often" },
        });
        foreach (var part in new[]
        {
            "Hosts has 'https://ise1'; write", "NodeName is 'clarion 01'; write", "Password and CertificateFile are both set",
            "CertificateFile is '/nowhere/client.pem'", "CaFile is '/nowhere/ca.pem'", "Topics has 'com.cisco.ise.sesion'; known are", "PubsubNodes is '3'; allowed: 1 or 2",
            "Times:Silence", "Times:RetryLast", "Limits:FrameBytes", "Wire:HeartBeat is 'often'",
        })
        {
            Assert.Single(faults, f => f.Contains(part, StringComparison.Ordinal));
        }

        Assert.Contains("Hosts is empty", PxGridOptionsValidator.Validate(Good with { Hosts = [] })[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_are_not_in_the_text_of_options()
    {
        var text = (Good with { KeyPassword = "secret-of-key", Wire = new PxGridWire { Passcode = "secret-of-wire" } }).ToString();
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Contains("clarion-01", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", new PxGridWire { Passcode = "secret-of-wire" }.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ise1", "ise1", 8910)]
    [InlineData("ise1.example.net:9443", "ise1.example.net", 9443)]
    [InlineData("ise1:443", "ise1", 443)]
    [InlineData("10.1.2.3", "10.1.2.3", 8910)]
    [InlineData("[2001:db8::1]:8910", "[2001:db8::1]", 8910)]
    public void Hosts_are_names_with_or_without_port(string text, string name, int port)
    {
        Assert.True(PxGridHost.TryParse(text, out var host));
        Assert.Equal((name, port), (host.Name, host.Port));
    }

    [Theory]
    [InlineData("com.cisco.ise.session", PxTopic.Sessions)]
    [InlineData("com.cisco.ise.anc", PxTopic.Anc)]
    [InlineData("com.cisco.ise.config.anc", PxTopic.Anc)]
    [InlineData("/topic/com.cisco.ise.config.anc.status", PxTopic.Anc)]
    [InlineData("com.cisco.ise.endpoint", PxTopic.Endpoints)]
    [InlineData("SXP", PxTopic.SxpBindings)]
    public void Topics_are_known_by_the_names_of_plans_and_of_ise(string name, PxTopic topic)
    {
        Assert.True(PxTopics.TryParse(name, out var topics));
        Assert.Equal([topic], topics);
        Assert.Equal([topic], PxTopics.Wanted(Good with { Topics = [name, name] }));
    }

    [Fact]
    public void Without_topics_all_are_wanted() => Assert.Equal(PxTopics.All.Count, PxTopics.Wanted(Good).Count);
}
