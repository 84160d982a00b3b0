namespace Clarion.Grains.Tests.Model;

/// <summary>
/// The promise of docs/decisions/0003: whatever fails and dies between any two steps, in the end every entity and the rollups hold every
/// flow exactly once.
/// </summary>
public sealed class CommitThenTellTests
{
    private const int Steps = 70;

    [Theory]
    [InlineData(0, 800)]
    [InlineData(10_000, 800)]
    [InlineData(20_000, 800)]
    [InlineData(30_000, 800)]
    public Task Every_interleaving_of_failure_death_and_repetition_ends_exact(int firstSeed, int runs) => RunAllAsync(firstSeed, runs, silos: 1);

    /// <summary>
    /// A cluster that does not agree who is alive has two activations of a partition: both are sent deltas, both commit, tell and checkpoint, also one in
    /// the middle of what the other does, until one of them is left.
    /// </summary>
    [Theory]
    [InlineData(40_000, 800)]
    [InlineData(50_000, 800)]
    [InlineData(60_000, 800)]
    public Task Two_owners_of_a_partition_count_once(int firstSeed, int runs) => RunAllAsync(firstSeed, runs, silos: 2);

    private static async Task RunAllAsync(int firstSeed, int runs, int silos)
    {
        for (var seed = firstSeed; seed < firstSeed + runs; seed++)
        {
            try
            {
                await RunAsync(seed, silos);
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"Seed {seed}: {fault.Message}", fault);
            }
        }
    }

    private static async Task RunAsync(int seed, int silos)
    {
        var random = new Random(seed);
        using var world = new ModelWorld(random, maxOpen: random.Next(3) == 0 ? 3 : 1000, silos);
        var scenario = new Scenario(random, world);
        if (silos > 1)
        {
            world.Interlude = scenario.InterludeAsync;
        }

        for (var step = 0; step < Steps; step++)
        {
            await scenario.StepAsync();
        }

        await scenario.SettleAsync();
        await scenario.VerifyAsync();

        // What is in memory is in the store, too.
        await world.KillEverythingAsync();
        await scenario.VerifyAsync();
        await scenario.SettleAsync();
        await scenario.VerifyAsync();
    }
}
