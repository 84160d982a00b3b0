using DuckDB.NET.Data;

namespace Clarion.Storage.DuckDb.Connections;

/// <summary>Reads BLOB columns.</summary>
internal static class BlobExtensions
{
    /// <summary>The bytes of a column, copied.</summary>
    public static byte[] GetBlob(this DuckDBDataReader reader, int column)
    {
        using var stream = reader.GetStream(column);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
