using System.Text;
using Clarion.Connectors.Facts;
using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Mapping;
using Clarion.Connectors.PxGrid.Sessions;
using Clarion.Correlation.Identity.Accounts;
using Clarion.Correlation.Identity.Events;
using CsCheck;

namespace Clarion.Connectors.Tests.PxGridMapping;

/// <summary>What a session of ISE says.</summary>
public sealed class SessionMappingTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 4, 14, 15, 22, 118, TimeSpan.Zero);
    private static readonly DateTimeOffset Received = At.AddSeconds(2);

    private static readonly PxSession Session = new()
    {
        Timestamp = At,
        State = "STARTED",
        MacAddress = "AA:BB:CC:00:11:22",
        IpAddresses = ["10.20.3.14", "2001:db8::14"],
        CallingStationId = "AA:BB:CC:00:11:22",
        AuditSessionId = "0A14030E0000002F5C1A9D20",
        UserName = @"CLINIC\jdoe",
        NasIpAddress = "10.0.0.2",
        NasPortId = "GigabitEthernet1/0/12",
        TunnelPrivateGroupId = "20",
        CtsSecurityGroup = "Clinicians",
        PostureStatus = "Compliant",
        EndpointProfile = "Windows10-Workstation",
    };

    [Fact]
    public void Every_field_finds_its_place()
    {
        var fact = Map(Session);
        Assert.Equal((At.ToUnixTimeMilliseconds(), Received.ToUnixTimeMilliseconds(), IdentitySource.Session), (fact.AtMs, fact.ArrivedMs, fact.Source));
        Assert.Equal(("0A14030E0000002F5C1A9D20", SessionState.Started, "aa:bb:cc:00:11:22"), (fact.AuditSessionId, fact.State, fact.Mac.ToString()));
        Assert.Equal(["10.20.3.14", "2001:db8::14"], fact.Addresses.Select(a => a.ToString()));
        Assert.Equal(("jdoe@clinic.example", null), (fact.User?.Key, fact.Machine?.Key));
        Assert.Equal(("10.0.0.2", "gi1/0/12", (ushort)20), (fact.Place!.Switch.ToString(), fact.Place.Port, fact.Place.Vlan));
        Assert.Equal(("Clinicians", (ushort)0, "Compliant", "Windows10-Workstation"), (fact.SgtName, fact.Sgt, fact.Posture, fact.Profile));
    }

    [Theory]
    [InlineData("AUTHENTICATING", SessionState.Authenticating)]
    [InlineData("authenticated", SessionState.Authenticated)]
    [InlineData("POSTURED", SessionState.Postured)]
    [InlineData("STARTED", SessionState.Started)]
    [InlineData("DISCONNECTED", SessionState.Disconnected)]
    [InlineData("HOVERING", SessionState.Unknown)]
    [InlineData(null, SessionState.Unknown)]
    public void States_are_ises_and_an_unknown_one_is_running(string? word, SessionState state) =>
        Assert.Equal(state, Map(Session with { State = word }).State);

    [Fact]
    public void A_session_that_a_full_read_lacks_ended_when_it_was_read_but_never_before_it_was_seen()
    {
        var fact = Map(Session, PxChangeKind.Absent);
        Assert.Equal((SessionState.Disconnected, Received.ToUnixTimeMilliseconds()), (fact.State, fact.AtMs));
        var ahead = Map(Session with { Timestamp = Received.AddMinutes(3) }, PxChangeKind.Absent);
        Assert.Equal(Received.AddMinutes(3).ToUnixTimeMilliseconds(), ahead.AtMs);
        Assert.Equal(At.ToUnixTimeMilliseconds(), Map(Session with { State = "DISCONNECTED" }, PxChangeKind.Ended).AtMs);
        Assert.Equal(Received.ToUnixTimeMilliseconds(), Map(Session with { Timestamp = null }).AtMs);
    }

    [Theory]
    [InlineData(null, "aa-bb-cc-00-11-22", "aa:bb:cc:00:11:22")]
    [InlineData(" AABB.CC00.1122 ", null, "aa:bb:cc:00:11:22")]
    [InlineData("00:00:00:00:00:00", "AA:BB:CC:00:11:22", "aa:bb:cc:00:11:22")]
    [InlineData("FF:FF:FF:FF:FF:FF", null, "")]
    [InlineData(null, "203.0.113.7", "")]
    [InlineData("no mac", "nor this", "")]
    public void The_mac_is_the_stations_when_there_is_no_other(string? mac, string? station, string expected) =>
        Assert.Equal(expected, Map(Session with { MacAddress = mac, CallingStationId = station }).Mac.ToString());

    [Fact]
    public void Addresses_that_name_nobody_are_left_out_and_each_is_told_once()
    {
        string[] addresses =
        [
            "10.20.3.14", "fe80::1", "169.254.7.7", "127.0.0.1", "::1", "::", "0.0.0.0", "224.0.0.1", "255.255.255.255", "ff02::1", "10.20.3.14", "nonsense",
            "fec0::1", "2001:db8::1",
        ];
        Assert.Equal(["10.20.3.14", "fec0::1", "2001:db8::1"], Map(Session with { IpAddresses = addresses }).Addresses.Select(a => a.ToString()));
    }

    [Theory]
    [InlineData("20", 20)]
    [InlineData(" 4094 ", 4094)]
    [InlineData("4095", 0)]
    [InlineData("-1", 0)]
    [InlineData("Clinicians", 0)]
    [InlineData(null, 0)]
    public void The_vlan_is_a_number_or_not_stated(string? text, int vlan) =>
        Assert.Equal(vlan, Map(Session with { TunnelPrivateGroupId = text }).Place!.Vlan);

    [Fact]
    public void A_session_without_access_device_has_no_place() =>
        Assert.Null(Map(Session with { NasIpAddress = null, NasPortId = " ", TunnelPrivateGroupId = null }).Place);

    [Fact]
    public void Long_and_hostile_texts_are_data_and_bounded()
    {
        var text = string.Concat("'; DROP TABLE x;--\0\r\n<script>", new string('x', 226), "\U0001F600", new string('y', 1_000_000));
        var fact = Map(Session with { AuditSessionId = text, CtsSecurityGroup = text, PostureStatus = text, EndpointProfile = text, NasPortId = text, UserName = text });
        Assert.All([fact.AuditSessionId, fact.SgtName, fact.Posture, fact.Profile], t => Assert.StartsWith("'; DROP TABLE x;--\0\r\n<script>", t, StringComparison.Ordinal));
        Assert.All([fact.AuditSessionId, fact.SgtName, fact.Posture, fact.Profile], t => Assert.InRange(t.Length, 250, BoundedText.MaxLength));
        Assert.False(char.IsSurrogate(fact.SgtName[^1]) && !char.IsLowSurrogate(fact.SgtName[^1]));
        Assert.InRange(fact.Place!.Port.Length, 1, PortName.MaxLength);
        Assert.Null(fact.User);
    }

    [Fact]
    public void Whatever_strings_a_session_has_it_becomes_a_fact() => Gen.Select(Texts, Texts, Texts, Texts, Texts, Texts, Texts, Texts).Sample((a, b, c, d, e, f, g, h) =>
    {
        var session = new PxSession
        {
            Timestamp = a is null ? null : DateTimeOffset.MaxValue,
            State = a,
            MacAddress = b,
            IpAddresses = [.. new[] { c, d, b }.OfType<string>()],
            CallingStationId = d,
            AuditSessionId = e,
            UserName = f,
            NasIpAddress = g,
            NasPortId = h,
            TunnelPrivateGroupId = a,
            CtsSecurityGroup = c,
            PostureStatus = b,
            EndpointProfile = g,
            AdNormalizedUser = h,
            AdUserDomainName = e,
            AdUserNetBiosName = a,
            AdUserSamAccountName = c,
            AdUserQualifiedName = b,
            AdHostDomainName = f,
            AdHostNetBiosName = g,
            AdHostSamAccountName = d,
            AdHostQualifiedName = e,
            IsMachineAuthentication = h is null,
        };
        foreach (var kind in Enum.GetValues<PxChangeKind>())
        {
            var fact = Map(session, kind);
            Assert.InRange(fact.AuditSessionId.Length, 0, BoundedText.MaxLength);
            Assert.InRange(fact.SgtName.Length, 0, BoundedText.MaxLength);
            Assert.False(fact.Mac.IsGroup);
            Assert.DoesNotContain(fact.Addresses, x => x.IsNone);
            Assert.True(fact.User is null or { Kind: AccountKind.Person });
            Assert.True(fact.Machine is null or { Kind: AccountKind.Machine });
        }
    }, iter: 20_000);

    private static Gen<string?> Texts { get; } = Gen.OneOf(
        Gen.String.Select(s => (string?)s),
        Gen.Char.Array[0, 40].Select(s => (string?)new string(s)),
        Gen.OneOf<string?>(
            null, "", " ", "AA:BB:CC:00:11:22", "aabbcc001122", "10.1.2.3", "fe80::1%eth0", "::ffff:1.2.3.4", "::ffff:0:0", @"CLINIC\jdoe", "jdoe@clinic.example",
            "host/ws12.clinic.example", "host/", "WS12$", "$", @"\", "@", "a@", @"\b", ",", "jdoe,host/ws12", "\ud800", "\udc00x", "\0", "DISCONNECTED", "65536"),
        Gen.Int[0, 2000].Select(n => (string?)new StringBuilder().Append('\ud83d', n).ToString()));

    private static SessionChanged Map(PxSession session, PxChangeKind kind = PxChangeKind.Current) =>
        SessionMapping.Of(new PxChange<PxSession>(kind, session), Received, Domains);

    private static DomainNames Domains { get; } = new([KeyValuePair.Create("CLINIC", "clinic.example")]);
}
