namespace Clarion.Gateway.Http.Groups;

/// <summary>The observed matrix by columns: one array per measure, one entry per pair of groups with traffic, largest by bytes first.</summary>
/// <param name="From">Start of the range that was asked for, UTC.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="Groups">Every group with traffic or a configured name, by tag: unknown (0) first.</param>
/// <param name="Source">Group of the clients, as a place in <paramref name="Groups"/>.</param>
/// <param name="Destination">Group of the servers, as a place in <paramref name="Groups"/>.</param>
/// <param name="Flows">Flow records, denied ones included.</param>
/// <param name="Bytes">Bytes, scaled by sampling.</param>
/// <param name="Packets">Packets, scaled by sampling.</param>
/// <param name="DeniedFlows">Records of attempts that a firewall denied.</param>
/// <param name="TopService">Largest service by bytes: <c>tcp/443</c>.</param>
/// <param name="Completeness">Share of the bytes that exporters counted, 0 to 1; the rest is extrapolated from sampled packets.</param>
public sealed record MatrixCellsModel(
    DateTimeOffset From, DateTimeOffset To, IReadOnlyList<MatrixGroupModel> Groups, IReadOnlyList<int> Source, IReadOnlyList<int> Destination,
    IReadOnlyList<long> Flows, IReadOnlyList<double> Bytes, IReadOnlyList<double> Packets, IReadOnlyList<long> DeniedFlows,
    IReadOnlyList<string> TopService, IReadOnlyList<double> Completeness);

/// <summary>A group of the matrix.</summary>
/// <param name="Sgt">Its tag; 0 = unknown.</param>
/// <param name="Name">Its configured name, or <c>SGT 17</c>.</param>
/// <param name="Category">Its configured category; null when it has none.</param>
public sealed record MatrixGroupModel(int Sgt, string Name, string? Category);
