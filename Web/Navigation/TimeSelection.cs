using Clarion.Gateway.Http.Reading;
using Clarion.Storage.Contracts;

namespace Clarion.Web.Navigation;

/// <summary>A time range as it stands in an address: relative ends stay relative.</summary>
/// <param name="From">Start as written: <c>now-1h</c> or ISO 8601.</param>
/// <param name="To">End as written.</param>
public sealed record TimeSelection(string From, string To)
{
    /// <summary>What a page shows that names no time.</summary>
    public static readonly TimeSelection Default = new("now-1h", Now);

    /// <summary>Ranges offered by name.</summary>
    public static readonly IReadOnlyList<(string Label, TimeSelection Selection)> Presets =
    [
        ("Last 15 minutes", new("now-15m", Now)), ("Last hour", Default), ("Last 6 hours", new("now-6h", Now)),
        ("Last 24 hours", new("now-24h", Now)), ("Last 7 days", new("now-7d", Now)), ("Last 30 days", new("now-30d", Now)),
        ("Last 90 days", new("now-90d", Now)),
    ];

    private const string Now = "now";

    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1),
        TimeSpan.FromHours(2), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromDays(1),
    ];

    /// <summary>True while the range moves with the clock, so that reading it again makes sense.</summary>
    public bool EndsNow => To.Equals(Now, StringComparison.OrdinalIgnoreCase);

    /// <summary>The preset's name, or null when it is none.</summary>
    public string? PresetLabel => Presets.FirstOrDefault(preset => preset.Selection == this).Label;

    /// <summary>A fixed range.</summary>
    public static TimeSelection Between(DateTimeOffset from, DateTimeOffset to) => new(Text(from), Text(to));

    /// <summary>Reads both ends; false when either cannot be read or the range is empty.</summary>
    public bool TryResolve(DateTimeOffset now, out TimeRange range)
    {
        range = default;
        if (!TimeExpression.TryParse(From, now, out var from) || !TimeExpression.TryParse(To, now, out var to) || from >= to)
        {
            return false;
        }

        range = new TimeRange(from, to);
        return true;
    }

    /// <summary>The range of the same length that many lengths later (earlier when negative), fixed.</summary>
    public TimeSelection Shift(DateTimeOffset now, int lengths)
    {
        if (!TryResolve(now, out var range))
        {
            return Default;
        }

        var distance = (range.To - range.From) * lengths;
        return Between(range.From + distance, range.To + distance);
    }

    /// <summary>The step of a chart of this range: five minutes is the finest that rollups know; at most about <paramref name="points"/> of them.</summary>
    public TimeSpan Step(DateTimeOffset now, int points = 150)
    {
        if (!TryResolve(now, out var range))
        {
            return Steps[0];
        }

        var length = range.To - range.From;
        return Array.Find(Steps, step => length / step <= points) is { Ticks: > 0 } fits ? fits : Steps[^1];
    }

    /// <summary>A step as the API writes it.</summary>
    public static string StepText(TimeSpan step) => FormattableString.Invariant($"{(long)step.TotalSeconds}s");

    private static string Text(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
