namespace Clarion.Cli.Hosting;

/// <summary>What the process says to the script that started it.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>It was tried and failed; the reason is on standard error.</summary>
    public const int Failed = 1;

    /// <summary>The command line cannot be used; nothing was tried.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl+C or a signal (128 + SIGINT, as shells have it).</summary>
    public const int Cancelled = 130;
}
