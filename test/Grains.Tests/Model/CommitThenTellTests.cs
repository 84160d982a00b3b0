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
    public async Task Every_interleaving_of_failure_death_and_repetition_ends_exact(int firstSeed, int runs)
    {
        for (var seed = firstSeed; seed < firstSeed + runs; seed++)
        {
            try
            {
                await RunAsync(seed);
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"Seed {seed}: {fault.Message}", fault);
            }
        }
    }

    private static async Task RunAsync(int seed)
    {
        var random = new Random(seed);
        using var world = new ModelWorld(random, maxOpen: random.Next(3) == 0 ? 3 : 1000);
        var scenario = new Scenario(random, world);
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
