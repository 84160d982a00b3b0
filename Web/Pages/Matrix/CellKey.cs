using System.Globalization;

namespace Clarion.Web.Pages.Matrix;

/// <summary>A pair of groups, clients first.</summary>
/// <param name="Source">Tag of the clients' group; 0 = unknown.</param>
/// <param name="Destination">Tag of the servers' group.</param>
public readonly record struct CellKey(int Source, int Destination)
{
    /// <summary>The other way round.</summary>
    public CellKey Reverse => new(Destination, Source);

    /// <summary>Its page.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"/matrix/{Source}/{Destination}");

    /// <summary>The condition of the filter language for its traffic.</summary>
    public string Filter => string.Create(CultureInfo.InvariantCulture, $"src.sgt = {Source} and dst.sgt = {Destination}");

    /// <summary>As it stands in addresses: <c>17:23</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Source}:{Destination}");

    /// <summary>Reads both tags; null when either is none.</summary>
    public static CellKey? Read(string? source, string? destination) =>
        TryTag(source, out var from) && TryTag(destination, out var to) ? new CellKey(from, to) : null;

    /// <summary>Reads <c>17:23</c>; null when it is no pair of tags.</summary>
    public static CellKey? Read(string? text) => text?.Split(':') is [var source, var destination] ? Read(source, destination) : null;

    private static bool TryTag(string? text, out int tag) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out tag) && tag <= ushort.MaxValue;
}
