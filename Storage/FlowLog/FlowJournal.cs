using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Clarion.Storage.FlowLog;

/// <summary>
/// Files <c>flows-N.journal</c> in the data directory, each for the rows of one transaction to come. A file is a header and frames; a frame is
/// the batches of one append under one hash, so that an append that a crash cut short is no append.
/// </summary>
internal sealed class FlowJournal(string directory)
{
    private const string Prefix = "flows-";
    private const string Suffix = ".journal";
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const ulong Magic = 0x314C_4E52_4C43_4C46;
    private const uint FrameMagic = 0x454D_5246;

    /// <summary>Columns and widths in their order: another version's files may mean something else.</summary>
    private static readonly ulong Layout = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(
        string.Join(',', FlowTable.Columns.Select(column => $"{column.Name} {column.Type}"))));

    /// <summary>Files that exist, oldest first.</summary>
    public IReadOnlyList<(long Number, string Path)> Find() =>
    [
        .. Directory.EnumerateFiles(directory, Prefix + "*" + Suffix)
            .Select(path => (Number: NumberOf(path), Path: path))
            .Where(file => file.Number > 0)
            .OrderBy(file => file.Number),
    ];

    /// <summary>Starts a file.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="store">Identity of the database that its ids belong to.</param>
    /// <exception cref="IOException">Not written.</exception>
    public JournalFile Create(long number, long store)
    {
        var path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}{Suffix}"));
        var handle = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        try
        {
            Span<byte> header = stackalloc byte[HeaderBytes];
            BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
            BinaryPrimitives.WriteUInt64LittleEndian(header[8..], Layout);
            BinaryPrimitives.WriteInt64LittleEndian(header[16..], store);
            BinaryPrimitives.WriteInt64LittleEndian(header[24..], number);
            RandomAccess.Write(handle, header, 0);
            return new JournalFile(path, handle, HeaderBytes);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Appends a frame and waits until the disk has it; after a failure the file is as before.</summary>
    /// <exception cref="IOException">Not written.</exception>
    public static void Append(JournalFile file, IReadOnlyList<FlowRows> batches)
    {
        var parts = new ReadOnlyMemory<byte>[batches.Count + 1];
        var hash = new XxHash3();
        var length = 0L;
        for (var i = 0; i < batches.Count; i++)
        {
            parts[i + 1] = batches[i].Memory;
            hash.Append(parts[i + 1].Span);
            length += parts[i + 1].Length;
        }

        var header = new byte[FrameHeaderBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(header, FrameMagic);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), batches.Count);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), length);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(16), hash.GetCurrentHashAsUInt64());
        parts[0] = header;
        try
        {
            RandomAccess.Write(file.Handle, parts, file.Length);
            RandomAccess.FlushToDisk(file.Handle);
            file.Length += FrameHeaderBytes + length;
        }
        catch (IOException)
        {
            // Shortening needs no space, so this works on a full disk too.
            RandomAccess.SetLength(file.Handle, file.Length);
            throw;
        }
    }

    /// <summary>Reads a file up to its end, or to a frame that was never finished and so never acknowledged.</summary>
    /// <param name="path">The file.</param>
    /// <param name="store">Identity of the database.</param>
    /// <param name="unfinished">Bytes after the last whole frame.</param>
    /// <exception cref="InvalidDataException">The file belongs to another database or version.</exception>
    public static IReadOnlyList<FlowRows> Read(string path, long store, out long unfinished)
    {
        using var file = File.OpenRead(path);
        var batches = new List<FlowRows>();
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
        {
            unfinished = file.Length;
            return batches;
        }

        if (BinaryPrimitives.ReadUInt64LittleEndian(header) != Magic || BinaryPrimitives.ReadUInt64LittleEndian(header[8..]) != Layout)
        {
            throw new InvalidDataException($"{path} was written by another version of Clarion: start that version once and stop it.");
        }

        if (BinaryPrimitives.ReadInt64LittleEndian(header[16..]) != store)
        {
            throw new InvalidDataException($"{path} belongs to another database than the one that is open: move it away.");
        }

        unfinished = file.Length - HeaderBytes;
        while (ReadFrame(file, batches) is > 0 and var length)
        {
            unfinished -= length;
        }

        return batches;
    }

    private static long ReadFrame(FileStream file, List<FlowRows> batches)
    {
        Span<byte> header = stackalloc byte[FrameHeaderBytes];
        if (file.ReadAtLeast(header, FrameHeaderBytes, throwOnEndOfStream: false) < FrameHeaderBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(header) != FrameMagic
            || BinaryPrimitives.ReadInt64LittleEndian(header[8..]) is var length && (length <= 0 || length > file.Length - file.Position))
        {
            return 0;
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            var frame = buffer.AsSpan(0, (int)length);
            file.ReadExactly(frame);
            if (XxHash3.HashToUInt64(frame) != BinaryPrimitives.ReadUInt64LittleEndian(header[16..]))
            {
                return 0;
            }

            for (var left = BinaryPrimitives.ReadInt32LittleEndian(header[4..]); left > 0; left--)
            {
                var (rows, taken) = FlowRows.Read(frame);
                batches.Add(rows);
                frame = frame[taken..];
            }

            return FrameHeaderBytes + length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static long NumberOf(string path) =>
        long.TryParse(Path.GetFileName(path).AsSpan()[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}

/// <summary>A file that is being written.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Handle">Open for writing.</param>
/// <param name="Length">Bytes that are whole.</param>
internal sealed record JournalFile(string Path, SafeFileHandle Handle, long Length) : IDisposable
{
    /// <summary>Bytes that are whole.</summary>
    public long Length { get; set; } = Length;

    /// <inheritdoc />
    public void Dispose() => Handle.Dispose();
}
