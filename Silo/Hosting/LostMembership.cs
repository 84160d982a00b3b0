namespace Clarion.Silo.Hosting;

/// <summary>
/// Ends a silo that may not go on. Above all when others have declared it dead, because it stood still or could not be reached: its grains live elsewhere
/// now, and it must not write any more. So there is no graceful stop; whoever supervises the process starts it again.
/// </summary>
internal sealed class LostMembership : IFatalErrorHandler
{
    private const int Failed = 1;

    public bool IsUnexpected(Exception exception) => exception is not ThreadInterruptedException;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        // Not to the log, which is written later: there is no later.
        Console.Error.WriteLine(
            $"Clarion failed: this silo may not go on, ends at once and writes nothing more; others hold what it held. Start it again. {context} {exception}".TrimEnd());
        Environment.Exit(Failed);
    }
}
