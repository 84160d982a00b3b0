using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Correlation.Risk;
using Clarion.Correlation.Tests.Identity;
using Clarion.Flows;
using CsCheck;
using static Clarion.Correlation.Tests.Identity.Log;

namespace Clarion.Correlation.Tests.Risk;

public sealed class DeviceRiskTests
{
    private static readonly MacAddr Phone = MacAddr.TryParse("da:a1:19:3c:52:07", out var mac) ? mac : default;

    private static readonly IdentitySource[] Sources = [IdentitySource.IotPlatform, IdentitySource.AccessPlatform, IdentitySource.Profiler];

    private static readonly (string, string)[] Statements =
    [
        (AttributeName.Risk, "high"), (AttributeName.Risk, "low"), (AttributeName.Status, AttributeName.Retired), (AttributeName.AncPolicy, "Q"), (AttributeName.Type, "camera"),
    ];

    [Theory]
    [InlineData("Critical", RiskReasons.RatedCritical)]
    [InlineData("Very High", RiskReasons.RatedCritical)]
    [InlineData(" HIGH ", RiskReasons.RatedHigh)]
    [InlineData("moderate", RiskReasons.RatedMedium)]
    [InlineData("Low", RiskReasons.None)]
    [InlineData("54.1", RiskReasons.None)]
    [InlineData("<script>", RiskReasons.None)]
    public void A_platforms_word_is_taken_at_its_word(string word, RiskReasons reasons)
    {
        var risk = RiskOf(A, 10, Said(0, A, IdentitySource.IotPlatform, (AttributeName.Risk, word)));
        Assert.Equal(reasons, risk.Reasons);
        if (reasons != RiskReasons.None)
        {
            var why = Assert.Single(risk.Explain());
            Assert.Equal((reasons, IdentitySource.IotPlatform, At(0), "rated " + word), (why.Reason, why.Source, why.AtMs, why.Text));
        }
    }

    [Theory]
    [InlineData("", RiskReasons.None)]
    [InlineData("Compliant", RiskReasons.None)]
    [InlineData("Pending", RiskReasons.None)]
    [InlineData("Unknown", RiskReasons.None)]
    [InlineData("NotApplicable", RiskReasons.None)]
    [InlineData("NonCompliant", RiskReasons.NotCompliant)]
    [InlineData("noncompliant", RiskReasons.NotCompliant)]
    [InlineData("Non-Compliant", RiskReasons.NotCompliant)]
    public void Only_a_posture_that_failed_counts(string posture, RiskReasons reasons) =>
        Assert.Equal(reasons, RiskOf(A, 10, Session(0, A, "s", address: X) with { Posture = posture }).Reasons);

    [Fact]
    public void A_reason_holds_from_when_it_was_said_until_the_source_no_longer_says_it()
    {
        IdentityEvent[] log = [Said(10, A, IdentitySource.Profiler, (AttributeName.AncPolicy, "Isolate")), Said(20, A, IdentitySource.Profiler, ("profile", "Camera"))];
        Assert.Equal(
            [RiskReasons.None, RiskReasons.Quarantined, RiskReasons.None], new[] { 9.0, 15, 20 }.Select(minute => RiskOf(A, minute, log).Reasons));
        Assert.Equal("under the ANC policy Isolate", Assert.Single(RiskOf(A, 15, log).Explain()).Text);
    }

    [Fact]
    public void Of_several_sources_the_one_that_is_believed_most_counts_whenever_it_said_so()
    {
        IdentityEvent[] log =
        [
            Said(0, A, IdentitySource.IotPlatform, (AttributeName.Risk, "low"), (AttributeName.Status, "Retired")),
            Said(5, A, IdentitySource.AccessPlatform, (AttributeName.Risk, "critical"), (AttributeName.Status, "Known")),
        ];
        Assert.Equal((RiskReasons.OutOfService, 40, RiskLevel.Medium), Of(RiskOf(A, 10, log)));
        Assert.Equal(
            (RiskReasons.RatedCritical, 90, RiskLevel.Critical),
            Of(RiskOf(Index(new IdentityIndexOptions { DescriptionSources = [nameof(IdentitySource.AccessPlatform)] }, null, log), A, 10)));

        static (RiskReasons, int, RiskLevel) Of(DeviceRisk risk) => (risk.Reasons, risk.Score, risk.Level);
    }

    [Fact]
    public void Reasons_add_up_and_are_told_in_their_order()
    {
        var risk = RiskOf(
            Phone, 10, Session(1, Phone, "s", address: X) with { Posture = "NonCompliant" }, Said(0, Phone, IdentitySource.Profiler, (AttributeName.AncPolicy, "Q")));
        Assert.Equal((100, RiskLevel.Critical), (risk.Score, risk.Level));
        Assert.Equal(
            [
                (RiskReasons.Quarantined, 60, IdentitySource.Profiler, At(0)), (RiskReasons.NotCompliant, 40, IdentitySource.Session, At(1)),
                (RiskReasons.RandomMac, 10, IdentitySource.None, 0L),
            ],
            risk.Explain().Select(why => (why.Reason, why.Weight, why.Source, why.AtMs)));
    }

    [Fact]
    public void Who_is_not_known_is_a_risk_inside_and_none_outside()
    {
        var index = Of(Record(0, A, X), Record(0, B, X), Lease(-30, C, Y, until: 2));
        Assert.Equal(("several devices hold the address, and nothing tells which of them this is", 20), Why(X));
        Assert.Equal(("somebody held the address before, but no longer", 20), Why(Y));
        Assert.Equal(("nobody is known to hold the address", 20), Why(IpAddr.Parse("10.9.9.9")));
        Assert.Equal(RiskReasons.None, RiskAt(IpAddr.Parse("203.0.113.1")).Reasons);
        Assert.Equal(RiskReasons.None, default(DeviceRisk).Reasons);

        DeviceRisk RiskAt(IpAddr address) => index.RiskOf(index.Who(address, 10), At(10));
        (string, int) Why(IpAddr address) => (Assert.Single(RiskAt(address).Explain()).Text, RiskAt(address).Score);
    }

    [Fact]
    public void The_risk_as_of_a_moment_is_that_of_a_replay_up_to_it_in_whatever_order_facts_came() => Gen
        .Select(Gen.Select(Gen.Int[0, 60], Gen.Int[0, Sources.Length - 1], Gen.Int[0, Statements.Length - 1]).List[1, 12], Gen.Int[0, 60])
        .Sample((said, minute) =>
        {
            List<IdentityEvent> log = [.. said.Select(one => Said(one.Item1, A, Sources[one.Item2], Statements[one.Item3]))];
            var options = new IdentityIndexOptions { Keep = TimeSpan.FromHours(20) };
            var whole = Told(RiskOf(Index(options, null, [.. log]), A, minute));
            Assert.Equal(whole, Told(RiskOf(Index(options, null, [.. Enumerable.Reverse(log)]), A, minute)));
            Assert.Equal(whole, Told(RiskOf(Index(options, null, [.. log.Where(fact => fact.AtMs <= At(minute))]), A, minute)));

            static string Told(DeviceRisk risk) => string.Join('\n', risk.Explain());
        });

    internal static DeviceDiscovered Said(double minute, MacAddr mac, IdentitySource source, params (string Name, string Value)[] attributes) => new()
    {
        AtMs = At(minute),
        ArrivedMs = At(minute),
        Source = source,
        Mac = mac,
        Attributes = attributes.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal),
    };

    private static DeviceRisk RiskOf(MacAddr mac, double minute, params IdentityEvent[] log) => RiskOf(Of(log), mac, minute);

    private static DeviceRisk RiskOf(IdentityIndex index, MacAddr mac, double minute) =>
        index.RiskOf(index.ResolveDevice(new DeviceQuestion(DeviceId.Of(mac), At(minute))), At(minute));
}
