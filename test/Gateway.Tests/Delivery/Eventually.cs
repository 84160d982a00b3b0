namespace Clarion.Gateway.Tests.Delivery;

/// <summary>Waits on a condition, never on a time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task TrueAsync(Func<bool> condition, Action? meanwhile = null)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!condition())
        {
            Assert.False(deadline.IsCancellationRequested, "The condition did not come true in time.");
            meanwhile?.Invoke();
            await Task.Delay(5, CancellationToken.None);
        }
    }
}
