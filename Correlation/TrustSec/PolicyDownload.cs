namespace Clarion.Correlation.TrustSec;

/// <summary>A cell that an access device enforces.</summary>
/// <param name="Source">Source tag.</param>
/// <param name="Destination">Destination tag.</param>
/// <param name="Acl">Name of the access list.</param>
/// <param name="Generation">Generation of the access list.</param>
public sealed record DownloadedCell(int Source, int Destination, string Acl, string Generation);

/// <summary>
/// The policy towards one group as an access device has downloaded it: the last attempt, and what the last one that succeeded brought, which is what it enforces.
/// </summary>
public sealed record PolicyDownload
{
    /// <summary>Most cells that are kept.</summary>
    public const int MaxCells = 1000;

    /// <summary>Address of the access device in its normal spelling, or what the platform says instead.</summary>
    public required string Nas { get; init; }

    /// <summary>Name of the matrix; empty when the platform does not say.</summary>
    public string Matrix { get; init; } = "";

    /// <summary>What was downloaded: the destination tag in hexadecimal digits (<c>000F</c>); empty for all of it.</summary>
    public string List { get; init; } = "";

    /// <summary>When it was last tried, by the platform's clock, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When Clarion learnt of it, UTC.</summary>
    public required DateTimeOffset LearntAt { get; init; }

    /// <summary>Whether that succeeded.</summary>
    public bool Succeeded { get; init; }

    /// <summary>In the platform's word: SUCCESS, FAILURE.</summary>
    public string Status { get; init; } = "";

    /// <summary>Why it failed; empty when it did not.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Node of the platform that served it.</summary>
    public string Server { get; init; } = "";

    /// <summary>When it last succeeded, UTC; null when it never did.</summary>
    public DateTimeOffset? SucceededAt { get; init; }

    /// <summary>Generation of what the device has.</summary>
    public string Generation { get; init; } = "";

    /// <summary>What the device enforces, at most <see cref="MaxCells"/>.</summary>
    public IReadOnlyList<DownloadedCell> Cells { get; init; } = [];

    /// <summary>False when there were more cells.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>What tells it from the others of its source.</summary>
    public string Key => string.Join('|', Nas, Matrix, List);

    /// <summary>How this one stands beside what was known: the newer attempt counts, and the newer success. In any order.</summary>
    public PolicyDownload After(PolicyDownload known)
    {
        ArgumentNullException.ThrowIfNull(known);
        var attempt = known.At > At ? known : this;
        var success = (known.SucceededAt ?? DateTimeOffset.MinValue) > (SucceededAt ?? DateTimeOffset.MinValue) ? known : this;
        return attempt with { SucceededAt = success.SucceededAt, Generation = success.Generation, Cells = success.Cells, IsWhole = success.IsWhole };
    }
}
