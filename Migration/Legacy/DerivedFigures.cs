using System.Globalization;

namespace Clarion.Migration.Legacy;

/// <summary>Figures that the older system keeps beside what they are counted from, and often wrong: they are counted again, and the difference is said.</summary>
public static class DerivedFigures
{
    /// <summary>What is to be remarked on rows of <c>clusters</c> and <c>cluster_centroids</c>, by table and number of the group of devices.</summary>
    /// <param name="clusters">Rows of <c>clusters</c>.</param>
    /// <param name="centroids">Rows of <c>cluster_centroids</c>.</param>
    /// <param name="assignments">Rows of <c>cluster_assignments</c>.</param>
    public static IReadOnlyDictionary<(string Table, long Cluster), string> Remarks(
        IEnumerable<LegacyRow> clusters, IEnumerable<LegacyRow> centroids, IEnumerable<LegacyRow> assignments)
    {
        ArgumentNullException.ThrowIfNull(clusters);
        ArgumentNullException.ThrowIfNull(centroids);
        ArgumentNullException.ThrowIfNull(assignments);
        var members = assignments.Select(row => row.Whole("cluster_id")).OfType<long>().CountBy(cluster => cluster).ToDictionary();
        var remarks = new Dictionary<(string, long), string>();
        foreach (var (table, column, row) in clusters.Select(row => ("clusters", "endpoint_count", row))
            .Concat(centroids.Select(row => ("cluster_centroids", "member_count", row))))
        {
            if (row.Whole("cluster_id") is { } cluster && members.GetValueOrDefault(cluster) is var counted && row.Whole(column) != counted)
            {
                remarks[(table, cluster)] = string.Create(
                    CultureInfo.InvariantCulture, $"recounted: {counted} devices are assigned, {column} says {row.Whole(column) ?? 0}");
            }
        }

        return remarks;
    }
}
