using Clarion.Connectors.ActiveDirectory;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clarion.Connectors.Tests.ActiveDirectory;

public sealed class ActiveDirectoryOptionsTests
{
    private static readonly ActiveDirectoryOptions Good = new() { Servers = ["dc1.example.net"], User = "svc@example.net", Password = "secret-of-clarion" };

    [Fact]
    public void Good_options_have_no_fault() => Assert.Empty(Good.Validate());

    [Fact]
    public void Every_fault_says_the_key_the_value_and_what_to_write()
    {
        var faults = new ActiveDirectoryOptions
        {
            Servers = ["ldaps://dc1", "localhost"],
            User = " ",
            Password = "",
            BaseDn = "Clinic",
            CaFile = "/nowhere/ca.pem",
            CaFolder = "/nowhere/certs",
            Increments = (DirectoryIncrements)9,
            Times = new ActiveDirectoryTimes { Interval = TimeSpan.Zero, Answer = TimeSpan.Zero, RetryLast = TimeSpan.Zero },
            Limits = new ActiveDirectoryLimits { PageSize = 1001, RangeSize = 0, Objects = 1, Members = 1, TextLength = 1, Changes = 0, VanishPercent = 101 },
        }.Validate();
        foreach (var part in new[]
        {
            "Servers has 'ldaps://dc1'; write", "Servers has 'localhost'", "User is empty; write", "Password is empty; write", "BaseDn is 'Clinic'; write",
            "CaFile is '/nowhere/ca.pem'", "CaFolder is '/nowhere/certs'", "Increments is '9'", "Times:Interval", "Times:Answer", "Times:RetryLast",
            "Limits:PageSize is '1001'; allowed: 1 to 1000", "Limits:RangeSize", "Limits:Objects", "Limits:Members", "Limits:TextLength", "Limits:Changes",
            "Limits:VanishPercent",
        })
        {
            Assert.Single(faults, f => f.Contains(part, StringComparison.Ordinal));
        }

        Assert.Contains("Servers is empty", (Good with { Servers = [] }).Validate()[0], StringComparison.Ordinal);
        Assert.Throws<DirectoryException>(() => new ActiveDirectoryConnector(Good with { Password = "" }, TimeProvider.System, NullLogger.Instance));
    }

    [Fact]
    public void The_password_is_not_in_the_text_of_options()
    {
        Assert.DoesNotContain("secret", Good.ToString(), StringComparison.Ordinal);
        Assert.Contains("svc@example.net", Good.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dc1", "dc1", 636)]
    [InlineData("dc1.example.net:3636", "dc1.example.net", 3636)]
    [InlineData("10.1.2.3", "10.1.2.3", 636)]
    [InlineData("[2001:db8::1]:636", "2001:db8::1", 636)]
    public void Servers_are_names_with_or_without_port(string text, string name, int port)
    {
        Assert.True(DirectoryHost.TryParse(text, out var host));
        Assert.Equal(new DirectoryHost(name, port), host);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ldaps://dc1")]
    [InlineData("dc1:0")]
    [InlineData("dc1:70000")]
    [InlineData("user@dc1")]
    [InlineData("dc1 dc2")]
    public void Anything_else_is_no_server(string? text) => Assert.False(DirectoryHost.TryParse(text, out _));
}
