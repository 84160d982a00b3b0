using System.Diagnostics;

namespace Clarion.Integration.Harness;

/// <summary>Waits on a condition with a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan deadline, Func<string> message)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await condition())
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            Assert.True(waited.Elapsed < deadline, message());
            await Task.Delay(Poll, TestContext.Current.CancellationToken);
        }
    }
}
