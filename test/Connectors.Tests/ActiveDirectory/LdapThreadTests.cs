using Clarion.Connectors.ActiveDirectory;
using Clarion.Connectors.ActiveDirectory.Ldap;
using Microsoft.Extensions.Time.Testing;

namespace Clarion.Connectors.Tests.ActiveDirectory;

public sealed class LdapThreadTests
{
    [Fact]
    public async Task Calls_that_hang_are_left_at_their_deadline_counted_and_bounded()
    {
        var time = new FakeTimeProvider();
        using var release = new ManualResetEventSlim();
        for (var i = 0; i < LdapThread.MostHanging; i++)
        {
            using var thread = new LdapThread("dc1", time);
            var call = thread.RunAsync("signing in", () => release.Wait(TimeSpan.FromMinutes(1), Cancel), TimeSpan.FromSeconds(3), Cancel);
            time.Advance(TimeSpan.FromSeconds(3));
            var fault = await Assert.ThrowsAsync<DirectoryException>(() => call);
            Assert.Equal("dc1 did not answer within 3 s while signing in.", fault.Message);
            await Assert.ThrowsAsync<ObjectDisposedException>(() => thread.RunAsync("again", () => 1, TimeSpan.FromSeconds(1), Cancel));
        }

        Assert.Contains("earlier calls still wait", Assert.Throws<DirectoryException>(() => new LdapThread("dc1", time)).Message, StringComparison.Ordinal);
        release.Set();
        await UntilAsync(() =>
        {
            try
            {
                new LdapThread("dc1", time).Dispose();
                return true;
            }
            catch (DirectoryException)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task What_a_call_throws_comes_back_and_the_thread_goes_on()
    {
        using var thread = new LdapThread("dc1", TimeProvider.System);
        await Assert.ThrowsAsync<FormatException>(() => thread.RunAsync<int>("reading", () => throw new FormatException(), TimeSpan.FromSeconds(10), Cancel));
        Assert.Equal(7, await thread.RunAsync("reading", () => 7, TimeSpan.FromSeconds(10), Cancel));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(10, deadline.Token);
        }
    }
}
