using Clarion.Connectors.PxGrid.Feeds;
using Clarion.Connectors.PxGrid.Mapping;
using Clarion.Connectors.PxGrid.Sxp;
using Clarion.Correlation.Addresses;
using Clarion.Correlation.Identity;
using Clarion.Correlation.Identity.Answers;
using Clarion.Correlation.Identity.Events;
using Clarion.Flows;
using CsCheck;

namespace Clarion.Connectors.Tests.PxGridMapping;

/// <summary>Bindings of several peers as one group per prefix.</summary>
public sealed class SxpMappingsTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 4, 14, 15, 22, TimeSpan.Zero);

    private readonly SxpMappings _mappings = new();

    [Fact]
    public void The_larger_tag_wins_and_a_deletion_leaves_the_other()
    {
        Assert.Equal(["10.20.3.14/32=15 default"], Take(Bound("10.20.3.14/32", 15, "10.0.0.2")));
        Assert.Empty(Take(Bound("10.20.3.14", 7, "10.0.0.3")));
        Assert.Equal(["10.20.3.14/32=20 default"], Take(Bound("10.20.3.14/32", 20, "10.0.0.4")));
        Assert.Equal(["10.20.3.14/32=15 default"], Take(Gone("10.20.3.14/32", 20, "10.0.0.4")));
        Assert.Equal(["10.20.3.14/32=7 default"], Take(Gone("10.20.3.14/32", 15, "10.0.0.2")));
        Assert.Equal(["10.20.3.14/32=0 default"], Take(Gone("10.20.3.14", 7, "10.0.0.3")));
    }

    [Fact]
    public void Vpns_are_apart_and_prefixes_lose_the_bits_of_the_host()
    {
        Assert.Equal(
            ["10.20.0.0/16=5 default", "10.20.0.0/16=6 Guests", "2001:db8::/32=7 default", "0.0.0.0/0=8 default"],
            Take(Bound("10.20.3.14/16", 5), Bound("10.20.0.0/16", 6, vpn: "Guests"), Bound("2001:db8::1/32", 7), Bound("0.0.0.0/0", 8)));
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData(null, 5)]
    [InlineData("10.20.0.0/33", 5)]
    [InlineData("10.20.0.0/-1", 5)]
    [InlineData("10.20.0.0/", 5)]
    [InlineData("everything", 5)]
    [InlineData("10.20.0.0/16", -1)]
    [InlineData("10.20.0.0/16", 65_535)]
    [InlineData("10.20.0.0/16", long.MaxValue)]
    public void What_cannot_be_read_is_skipped_and_counted(string? prefix, long tag)
    {
        var batch = _mappings.Map([Bound(prefix, tag)], At);
        Assert.Empty(batch.Facts);
        Assert.Equal(1, batch.Skipped);
        Assert.NotNull(batch.LastSkip);
    }

    [Fact]
    public void What_was_told_is_not_told_again_and_what_was_not_taken_is()
    {
        var refused = _mappings.Map([Bound("10.20.0.0/16", 5)], At);
        var again = _mappings.Map([Bound("10.20.0.0/16", 5)], At);
        Assert.True(Assert.Single(again.Facts).StatesTheSameAs(Assert.Single(refused.Facts)));
        again.Taken();
        Assert.Empty(Take(Bound("10.20.0.0/16", 5)));
    }

    [Fact]
    public void The_last_word_of_every_prefix_is_the_largest_tag_that_is_left() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 4], Gen.Bool, Gen.Bool).Array[1, 40].Sample(steps =>
        {
            var mappings = new SxpMappings();
            var bound = new Dictionary<(int Prefix, int Peer), int>();
            var told = new Dictionary<string, int>(StringComparer.Ordinal);
            long last = 0;
            foreach (var (prefix, peer, tag, isBound, isTaken) in steps)
            {
                var change = isBound ? Bound($"10.{prefix}.0.0/16", tag, $"10.0.0.{peer}") : Gone($"10.{prefix}.0.0/16", tag, $"10.0.0.{peer}");
                _ = isBound ? bound[(prefix, peer)] = tag : bound.Remove((prefix, peer)) ? 1 : 0;
                var batch = mappings.Map([change], At);
                batch = isTaken ? batch : mappings.Map([change], At);
                foreach (var fact in batch.Facts.Cast<SgtMapped>())
                {
                    told[fact.Prefix.ToString()] = fact.Sgt;
                    last = Math.Max(last, fact.AtMs);
                }

                batch.Taken();
            }

            foreach (var prefix in Enumerable.Range(0, 3))
            {
                Assert.Equal(
                    bound.Where(b => b.Key.Prefix == prefix).Select(b => b.Value).DefaultIfEmpty().Max(), told.GetValueOrDefault($"10.{prefix}.0.0"));
            }

            Assert.InRange(last, 0, At.ToUnixTimeMilliseconds() + steps.Length);
        });

    [Fact]
    public void One_that_comes_and_goes_within_a_millisecond_is_what_it_was_last()
    {
        var index = new IdentityIndex(AddressSpaces.Default, GroupLookups.None, new IdentityIndexOptions());
        foreach (var change in new[] { Bound("10.20.0.0/16", 5), Gone("10.20.0.0/16", 5), Bound("10.20.0.0/16", 5), Gone("10.20.0.0/16", 5) })
        {
            Apply(change);
        }

        Assert.Equal(0, Sgt());
        Apply(Bound("10.20.0.0/16", 4));
        Assert.Equal(4, Sgt());

        void Apply(PxChange<PxSxpBinding> change)
        {
            var batch = _mappings.Map([change], At);
            Assert.Equal(ApplyOutcome.Applied, index.Apply(Assert.Single(batch.Facts)).Outcome);
            batch.Taken();
        }

        int Sgt() => index.ResolveDevice(new DeviceQuestion(IpAddr.Parse("10.20.3.14"), At.AddSeconds(1).ToUnixTimeMilliseconds())).Sgt;
    }

    private static PxChange<PxSxpBinding> Bound(string? prefix, long tag, string source = "10.0.0.2", string? vpn = null) =>
        new(PxChangeKind.Current, new PxSxpBinding { IpPrefix = prefix, Tag = tag, Source = source, PeerSequence = source, Vpn = vpn });

    private static PxChange<PxSxpBinding> Gone(string prefix, long tag, string source = "10.0.0.2") => Bound(prefix, tag, source) with { Kind = PxChangeKind.Ended };

    private List<string> Take(params PxChange<PxSxpBinding>[] changes)
    {
        var batch = _mappings.Map(changes, At);
        batch.Taken();
        return [.. batch.Facts.Cast<SgtMapped>().Select(m => $"{m.Prefix}/{m.Length}={m.Sgt} {m.Vpn}")];
    }
}
