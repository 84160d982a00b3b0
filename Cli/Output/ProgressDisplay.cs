using Spectre.Console;

namespace Clarion.Cli.Output;

/// <summary>
/// Runs a task with a live line of counts, or silently for scripts and when the output is no terminal. Reports come from other threads
/// and are drawn as they come.
/// </summary>
internal static class ProgressDisplay
{
    /// <summary>Runs the work.</summary>
    /// <param name="quiet">Draw nothing.</param>
    /// <param name="title">What is going on.</param>
    /// <param name="describe">The counts as a short text and, when the end is known, the share done (0 to 1).</param>
    /// <param name="work">The work; gets where to report to.</param>
    public static Task RunAsync<T>(
        bool quiet, string title, Func<T, (string Counts, double? Done)> describe, Func<IProgress<T>?, Task> work)
    {
        if (quiet || Console.IsOutputRedirected)
        {
            return work(null);
        }

        var console = AnsiConsole.Progress().AutoRefresh(true).Columns(
            new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn());
        return console.StartAsync(async context =>
        {
            var line = context.AddTask(Markup.Escape(title), maxValue: 1);
            line.IsIndeterminate = true;
            await work(new Reporter<T>(report =>
            {
                var (counts, done) = describe(report);
                line.Description = Markup.Escape($"{title}: {counts}");
                line.IsIndeterminate = done is null;
                line.Value = done ?? 0;
            })).ConfigureAwait(false);
        });
    }

    // The framework's Progress<T> posts to the pool and may draw an older report after a newer one.
    private sealed class Reporter<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
