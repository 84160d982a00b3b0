using Clarion.Storage.Filters;

namespace Clarion.Web.Filters;

/// <summary>What the browser shows below the caret.</summary>
/// <param name="Start">Where the part begins that a choice takes the place of.</param>
/// <param name="Length">Its length.</param>
/// <param name="Options">What may be chosen.</param>
/// <param name="Active">The option that Enter takes; -1 when Enter runs the filter.</param>
/// <param name="Hint">What is to be written there; null when the options say it.</param>
/// <param name="Further">Whether there may be values from the data.</param>
public sealed record CompletionAnswer(int Start, int Length, IReadOnlyList<CompletionOption> Options, int Active, string? Hint, bool Further)
{
    /// <summary>Nothing is shown.</summary>
    public static readonly CompletionAnswer Nothing = new(0, 0, [], -1, null, false);

    /// <summary>Whether anything is to be shown: always when it was asked for; while writing, not before a word has begun where most people are done.</summary>
    public static bool Wanted(CompletionContext context, string text, bool asked)
    {
        ArgumentNullException.ThrowIfNull(context);
        return asked || context.Prefix.Length > 0 || context.Kind switch
        {
            CompletionKind.Joint => false,
            CompletionKind.Field => !string.IsNullOrWhiteSpace(text),
            _ => true,
        };
    }

    /// <summary>What is shown of these options.</summary>
    public static CompletionAnswer Of(CompletionContext context, IReadOnlyList<CompletionOption> options, bool asked)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        var further = context is { Kind: CompletionKind.Value or CompletionKind.ListValue, Field: { } field } && LiveValues.DimensionOf(field) is not null;
        return new CompletionAnswer(context.Start, context.Length, options, Chosen(context, options, asked), CompletionOptions.Hint(context), further);
    }

    // Enter must not change what is whole as it stands: a value that can be read, or a word that is an option itself.
    private static int Chosen(CompletionContext context, IReadOnlyList<CompletionOption> options, bool asked)
    {
        if (options.Count == 0)
        {
            return -1;
        }

        if (context.Prefix.Length == 0)
        {
            return asked ? 0 : -1;
        }

        var whole = context.Kind is CompletionKind.Value or CompletionKind.ListValue
            ? FilterValue.TryRead(context.Field!, context.Prefix, out _)
            : options.Any(option => option.Label.Equals(context.Prefix, StringComparison.OrdinalIgnoreCase));
        return whole ? -1 : 0;
    }
}
