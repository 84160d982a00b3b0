using Clarion.Connectors.PxGrid.Mapping;
using Clarion.Connectors.PxGrid.Sessions;
using Clarion.Correlation.Identity.Accounts;

namespace Clarion.Connectors.Tests.PxGridMapping;

/// <summary>Who a session belongs to.</summary>
public sealed class SessionAccountsTests
{
    private static readonly DomainNames Domains = new([KeyValuePair.Create("CLINIC", "clinic.example"), KeyValuePair.Create("clinic.test", "clinic.example")]);

    [Theory]
    [InlineData("jdoe", "jdoe", null)]
    [InlineData(@"CLINIC\jdoe", "jdoe@clinic.example", null)]
    [InlineData("JDoe@Clinic.Test", "jdoe@clinic.example", null)]
    [InlineData("host/ws12.clinic.example", null, "ws12$@clinic.example")]
    [InlineData(@"CLINIC\WS12$", null, "ws12$@clinic.example")]
    [InlineData("AA-BB-CC-00-11-22", null, null)]
    [InlineData("aabbcc001122", null, null)]
    [InlineData("", null, null)]
    [InlineData(null, null, null)]
    public void The_typed_name_counts_when_there_is_no_other(string? name, string? user, string? machine) =>
        Assert.Equal((user, machine), Of(new PxSession { UserName = name }));

    [Fact]
    public void What_active_directory_resolved_counts_before_what_was_typed()
    {
        var typed = new PxSession { UserName = "jane.doe@mail.example", AdNormalizedUser = "jdoe" };
        Assert.Equal(("jdoe@clinic.example", null), Of(typed with { AdUserDomainName = "clinic.example", AdUserNetBiosName = "OTHER" }));
        Assert.Equal(("jdoe@clinic.example", null), Of(typed with { AdUserNetBiosName = "CLINIC" }));
        Assert.Equal(("jdoe", null), Of(typed));
        Assert.Equal(("jdoe@clinic.example", null), Of(typed with { AdNormalizedUser = @"CLINIC\jdoe", AdUserDomainName = "else.example" }));
        Assert.Equal(("jd@clinic.example", null), Of(typed with { AdUserSamAccountName = "jd", AdUserDomainName = "clinic.example" }));
        Assert.Equal(("jd@clinic.example", null), Of(typed with { AdNormalizedUser = " ", AdUserQualifiedName = "jd@clinic.example" }));
        Assert.Equal(("jdoe@clinic.example", null), Of(new PxSession { UserName = "jdoe", AdUserDomainName = "clinic.example" }));
    }

    [Fact]
    public void The_computer_is_told_beside_the_person()
    {
        var session = new PxSession
        {
            UserName = @"CLINIC\jdoe",
            AdNormalizedUser = "jdoe",
            AdUserDomainName = "clinic.example",
            AdHostSamAccountName = "WS12$",
            AdHostDomainName = "clinic.example",
        };
        Assert.Equal(("jdoe@clinic.example", "ws12$@clinic.example"), Of(session));
        Assert.Equal(("jdoe@clinic.example", "ws12$@clinic.example"), Of(session with { AdHostSamAccountName = null, AdHostQualifiedName = "ws12@clinic.example" }));
        Assert.Equal((null, "ws12$@clinic.example"), Of(new PxSession { UserName = "host/ws12.clinic.example", AdHostSamAccountName = "WS12$", AdHostNetBiosName = "CLINIC" }));
    }

    [Theory]
    [InlineData("jdoe@clinic.example,host/ws12.clinic.example")]
    [InlineData("host/ws12.clinic.example, jdoe@clinic.example")]
    public void Chained_authentication_names_both(string name) =>
        Assert.Equal(("jdoe@clinic.example", "ws12$@clinic.example"), Of(new PxSession { UserName = name }));

    [Fact]
    public void A_computer_that_is_named_like_a_person_is_a_computer() =>
        Assert.Equal((null, "ws12$@clinic.example"), Of(new PxSession { UserName = "ws12.clinic.example", IsMachineAuthentication = true }));

    [Theory]
    [InlineData("clinic.example@evil")]
    [InlineData(@"evil\")]
    [InlineData("")]
    public void A_domain_that_is_none_is_not_glued_to_a_name(string domain) =>
        Assert.Equal(("jdoe", null), Of(new PxSession { AdNormalizedUser = "jdoe", AdUserDomainName = domain }));

    private static (string? User, string? Machine) Of(PxSession session)
    {
        var accounts = SessionAccounts.Of(session, Domains);
        return (accounts.User?.Key, accounts.Machine?.Key);
    }
}
