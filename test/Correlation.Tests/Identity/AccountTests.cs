using Clarion.Correlation.Identity.Accounts;
using CsCheck;

namespace Clarion.Correlation.Tests.Identity;

public sealed class AccountTests
{
    private static readonly DomainNames Clinic = new(
        [new("CLINIC", "clinic.example"), new("staff.clinic.example", "clinic.example")], "clinic.example");

    [Theory]
    [InlineData("jdoe")]
    [InlineData("JDoe")]
    [InlineData(@"CLINIC\jdoe")]
    [InlineData(@"clinic\JDOE")]
    [InlineData("jdoe@clinic.example")]
    [InlineData("JDOE@CLINIC.EXAMPLE")]
    [InlineData("jdoe@staff.clinic.example")]
    [InlineData("  jdoe ")]
    public void Spellings_of_a_person_are_one_account(string text)
    {
        var account = AccountParser.Parse(text, Clinic);
        Assert.Equal("jdoe@clinic.example", account?.Key);
        Assert.Equal(AccountKind.Person, account?.Kind);
    }

    [Theory]
    [InlineData("host/ws12.clinic.example")]
    [InlineData("HOST/WS12.clinic.example")]
    [InlineData("host/ws12.clinic.example@CLINIC.EXAMPLE")]
    [InlineData("WS12$")]
    [InlineData(@"CLINIC\WS12$")]
    [InlineData("ws12$@clinic.example")]
    [InlineData("host/ws12")]
    public void Spellings_of_a_machine_are_one_account_that_is_no_person(string text)
    {
        var account = AccountParser.Parse(text, Clinic);
        Assert.Equal("ws12$@clinic.example", account?.Key);
        Assert.Equal(AccountKind.Machine, account?.Kind);
    }

    [Theory]
    [InlineData("AA:BB:CC:00:11:22")]
    [InlineData("aa-bb-cc-00-11-22")]
    [InlineData("aabb.cc00.1122")]
    [InlineData("AABBCC001122")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    [InlineData(@"CLINIC\")]
    public void A_mac_or_nothing_is_no_account(string? text) => Assert.Null(AccountParser.Parse(text, Clinic));

    [Fact]
    public void Accounts_of_different_domains_and_kinds_differ()
    {
        var keys = new[] { "jdoe", "jdoe@other.example", @"LAB\jdoe", "jdoe$" }.Select(t => AccountParser.Parse(t, Clinic)!.Key);
        Assert.Equal(["jdoe@clinic.example", "jdoe@other.example", "jdoe@lab", "jdoe$@clinic.example"], keys);
    }

    [Fact]
    public void Without_a_table_the_domain_stays_as_it_came()
    {
        Assert.Equal("jdoe", AccountParser.Parse("jdoe", DomainNames.Empty)?.Key);
        Assert.Equal("jdoe@clinic", AccountParser.Parse(@"CLINIC\jdoe", DomainNames.Empty)?.Key);
    }

    [Theory]
    [InlineData("'; DROP TABLE users;--")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("a\nb")]
    [InlineData("a\u202eb")]
    [InlineData("\ud800")]
    [InlineData("*)(uid=*")]
    [InlineData("@")]
    [InlineData("\\")]
    [InlineData("$")]
    [InlineData("host/")]
    public void Hostile_text_is_a_name_or_nothing_and_keys_have_no_control_characters(string text)
    {
        var key = AccountParser.Parse(text, Clinic)?.Key ?? "";
        Assert.DoesNotContain(key, c => char.IsControl(c) || c is '\u202e' or '\u2028' or '\ud800');
    }

    [Fact]
    public void A_text_that_is_too_long_names_nobody() =>
        Assert.Null(AccountParser.Parse(new string('a', AccountParser.MaxLength + 1), Clinic));

    [Fact]
    public void Any_text_is_read_without_an_error_and_reading_a_key_again_gives_it_back()
    {
        Gen.String.Sample(text =>
        {
            var account = AccountParser.Parse(text, DomainNames.Empty);
            return account is null || account.Key.Length <= 6 * AccountParser.MaxLength && account.Equals(account with { });
        });
        Gen.String[Gen.Char.AlphaNumeric, 1, 20].Sample(name =>
        {
            var account = AccountParser.Parse(name, Clinic);
            return account is null || account.Equals(AccountParser.Parse(account.Key, Clinic));
        });
    }
}
