using Clarion.Correlation.Sketches;
using CsCheck;

namespace Clarion.Correlation.Tests;

public sealed class SketchTests
{
    [Fact]
    public void Heavy_hitters_bound_the_truth_from_both_sides()
    {
        Gen.Select(Gen.Int[0, 30], Gen.ULong[1, 100]).List[0, 300].Sample(additions =>
        {
            var sketch = new HeavyHitters<int>(8);
            var truth = new Dictionary<int, ulong>();
            foreach (var (key, weight) in additions)
            {
                sketch.Add(key, weight, 1);
                truth[key] = truth.GetValueOrDefault(key) + weight;
            }

            foreach (var entry in sketch.Entries)
            {
                if (entry.Weight < truth[entry.Key] || entry.Weight - entry.Error > truth[entry.Key])
                {
                    return false;
                }
            }

            return sketch.Entries.Length <= 8;
        });
    }

    [Fact]
    public void A_key_heavier_than_its_share_is_never_missed()
    {
        Gen.Int[1, 1000].List[100, 400].Sample(light =>
        {
            var sketch = new HeavyHitters<int>(8);
            foreach (var key in light)
            {
                sketch.Add(key, 1, 1);
                sketch.Add(-1, 1, 1);
            }

            return sketch.Entries.ToArray().Any(e => e.Key == -1);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public void Distinct_counts_are_within_four_standard_errors(int distinct)
    {
        var sketch = new HyperLogLog();
        for (var repeat = 0; repeat < 2; repeat++)
        {
            for (var i = 0; i < distinct; i++)
            {
                sketch.Add(HyperLogLog.HashOf((UInt128)i + 1));
            }
        }

        Assert.InRange(sketch.Estimate(), distinct * 0.74, distinct * 1.26);
    }

    [Fact]
    public void A_saved_sketch_goes_on_where_it_was()
    {
        var sketch = new HyperLogLog();
        sketch.Add(HyperLogLog.HashOf(1));
        var restored = new HyperLogLog(sketch.State.ToArray());
        restored.Add(HyperLogLog.HashOf(1));
        Assert.Equal(sketch.Estimate(), restored.Estimate());
    }
}
