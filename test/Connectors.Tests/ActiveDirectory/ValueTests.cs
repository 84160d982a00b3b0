using Clarion.Connectors.ActiveDirectory.Ldap;
using Clarion.Connectors.ActiveDirectory.Sync;
using Clarion.Connectors.ActiveDirectory.Values;
using Clarion.Connectors.Net;
using CsCheck;

namespace Clarion.Connectors.Tests.ActiveDirectory;

public sealed class ValueTests
{
    [Fact]
    public void Security_identifiers_are_read_as_Windows_writes_them()
    {
        var sid = Convert.FromHexString("010500000000000515000000A065CF7E784B9B5FE77C8770091C0100");
        Assert.Equal("S-1-5-21-2127521184-1604012920-1887927527-72713", Sids.ToText(sid));
        Assert.Equal("S-1-5-32-544", Sids.ToText(Convert.FromHexString("01020000000000052000000020020000")));
        var domain = sid[..24].ToArray();
        domain[1] = 4;
        Assert.Equal(sid, Sids.Account(domain, 72713));
    }

    [Fact]
    public void No_bytes_are_too_strange_for_an_identifier() =>
        Gen.Byte.Array[0, 80].Sample(bytes => Assert.Equal(Sids.ToText(bytes).Length > 0, bytes.Length >= 8 && bytes[1] <= 15 && bytes.Length == 8 + (bytes[1] * 4)));

    [Fact]
    public void A_filter_value_cannot_leave_its_place() => Gen.String.Sample(text =>
    {
        var value = LdapFilter.Text(text);
        Assert.DoesNotContain(value, c => c is '(' or ')' or '*' or '\0');
        Assert.DoesNotContain("\\", value.Replace("\\28", "", StringComparison.Ordinal).Replace("\\29", "", StringComparison.Ordinal)
            .Replace("\\2a", "", StringComparison.Ordinal).Replace("\\5c", "", StringComparison.Ordinal).Replace("\\0", "", StringComparison.Ordinal)
            .Replace("\\1", "", StringComparison.Ordinal), StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("<GUID=6f9619ff-8b86-d011-b42d-00c04fc964ff>;<SID=S-1-5-21-1-2-3-4>;CN=A\\, B;C,DC=x", "6f9619ff-8b86-d011-b42d-00c04fc964ff", "S-1-5-21-1-2-3-4", "CN=A\\, B;C,DC=x")]
    [InlineData("<GUID=6f9619ff-8b86-d011-b42d-00c04fc964ff>;OU=x", "6f9619ff-8b86-d011-b42d-00c04fc964ff", "", "OU=x")]
    [InlineData("CN=<GUID=1>,DC=x", null, "", "CN=<GUID=1>,DC=x")]
    [InlineData("<GUID=nonsense>;CN=x", null, "", "CN=x")]
    [InlineData("<GUID=", null, "", "<GUID=")]
    [InlineData("", null, "", "")]
    public void Names_with_ids_are_taken_apart(string text, string? id, string sid, string name) =>
        Assert.Equal(new ExtendedDn(id is null ? null : Guid.Parse(id), sid, name), ExtendedDn.Parse(text));

    [Theory]
    [InlineData(0L)]
    [InlineData(-5L)]
    [InlineData(long.MaxValue)]
    [InlineData(null)]
    public void Never_is_no_time(long? value) => Assert.Null(FileTimes.Read(value));

    [Fact]
    public void A_time_is_read_in_UTC() =>
        Assert.Equal(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), FileTimes.Read(133_485_408_000_000_000));

    [Theory]
    [InlineData("80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data 52e, v3839\0", "52e")]
    [InlineData("80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data 775, v3839", "unlock it")]
    [InlineData("80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data 773, v3839", "must change its password")]
    [InlineData("80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data 999, v3839", "code 999")]
    [InlineData(null, "check User and Password")]
    [InlineData("something else", "check User and Password")]
    public void A_refused_sign_in_is_said_in_words(string? text, string words) => Assert.Contains(words, BindErrors.Words(text), StringComparison.Ordinal);

    [Fact]
    public void Texts_are_cut_between_characters()
    {
        Assert.Equal("ab", PeerText.Cut("ab😀", 3));
        Assert.Equal("a b", PeerText.Line("a\nb\0"));
        Assert.Equal("clinic.example", DomainDn.ToDns("DC=Clinic,DC=example"));
        Assert.Equal("", DomainDn.ToDns("O=x"));
    }

    [Theory]
    [InlineData("2026-03-04T12:00:00Z", "2026-03-05T02:00:00Z")]
    [InlineData("2026-03-04T01:59:00Z", "2026-03-04T02:00:00Z")]
    [InlineData("2026-03-04T02:00:00Z", "2026-03-05T02:00:00Z")]
    [InlineData("2026-03-04T01:30:00+01:00", "2026-03-04T02:00:00Z")]
    public void The_daily_pass_is_due_at_its_time_of_day(string last, string due) =>
        Assert.Equal(Time(due), SyncPlan.NextFull(Time(last), new TimeOnly(2, 0)));

    [Fact]
    public void A_checkpoint_stays_small_and_any_text_may_be_one()
    {
        var checkpoint = new SyncCheckpoint { Directory = "clinic.example", Scope = "", FullPassAt = DateTimeOffset.UnixEpoch, Known = [1, 2, 3, 4], Marks = [] };
        for (var i = 0; i < 1000; i++)
        {
            checkpoint = checkpoint.With(new ControllerMark($"dc{i}", i, DateTimeOffset.UnixEpoch));
        }

        var read = SyncCheckpoint.Read(checkpoint.Write())!;
        Assert.Equal((SyncCheckpoint.MostMarks, "dc999", null), (read.Marks.Count, read.Marks[0].Controller, read.Mark("dc1")));
        Assert.True(checkpoint.Write().Length < 10_000);
        Gen.String.Sample(text => Assert.Null(SyncCheckpoint.Read(text)));
        Assert.All(new[] { null, "", "{}", "null", "[]", "{\"Directory\":null}" }, text => Assert.Null(SyncCheckpoint.Read(text)));
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
