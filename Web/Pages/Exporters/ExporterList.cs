using System.Globalization;
using Clarion.Gateway.Http.Exporters;

namespace Clarion.Web.Pages.Exporters;

/// <summary>All exporters with their verdicts, the worst first.</summary>
/// <param name="Rows">One per exporter.</param>
/// <param name="More">Whether there are more than were read.</param>
internal sealed record ExporterList(IReadOnlyList<ExporterRow> Rows, bool More)
{
    /// <summary>As many as a table may have and a browser still scroll well.</summary>
    public const int Most = 5000;

    private const string PageSize = "1000";

    /// <summary>Reads page after page.</summary>
    public static async Task<ExporterList> ReadAsync(ExporterReader exporters, TimeProvider time, CancellationToken cancellationToken)
    {
        List<ExporterModel> all = [];
        string? cursor = null;
        do
        {
            var page = await exporters.ListAsync(PageSize, cursor, cancellationToken);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null && all.Count < Most);

        return new ExporterList(Judge(all, time.GetUtcNow()), cursor is not null);
    }

    /// <summary>Judges exporters; among equals those of more flows come first.</summary>
    public static IReadOnlyList<ExporterRow> Judge(IEnumerable<ExporterModel> exporters, DateTimeOffset now) =>
    [
        .. exporters.Select(exporter => new ExporterRow(exporter, ExporterVerdict.Of(exporter, now)))
            .OrderByDescending(row => row.Verdict.Level).ThenByDescending(row => row.Verdict.Score).ThenByDescending(row => row.Exporter.Flows),
    ];

    /// <summary>Those whose address, version, domain or verdict contains a text.</summary>
    public List<ExporterRow> Matching(string? text, bool onlyUnhealthy) =>
        [.. Rows.Where(row => (!onlyUnhealthy || row.Verdict.Level != VerdictLevel.Good) && (string.IsNullOrWhiteSpace(text) || row.Contains(text.Trim())))];
}

/// <summary>One exporter.</summary>
/// <param name="Exporter">What is known of it.</param>
/// <param name="Verdict">What there is to say.</param>
internal sealed record ExporterRow(ExporterModel Exporter, ExporterVerdict Verdict)
{
    /// <summary>Whether a text occurs in what the row shows.</summary>
    public bool Contains(string text) =>
        new[] { Exporter.Address, ExporterVerdict.NameOf(Exporter.Version), Exporter.DomainId.ToString(CultureInfo.InvariantCulture), Verdict.Word, Verdict.Reason }
            .Any(part => part.Contains(text, StringComparison.OrdinalIgnoreCase));
}
