using System.Globalization;
using System.Text;
using Clarion.Storage.Contracts;

namespace Clarion.Storage.Timescale.FlowLog;

/// <summary>
/// Who a journal on disk is to the database: several processes write into one database, each with a journal of its own. The name lies beside the
/// journal in <c>journal.id</c>, which is held open, so that no two processes use one directory.
/// </summary>
internal sealed class JournalOwner : IDisposable
{
    private const string FileName = "journal.id";

    private readonly FileStream _file;

    private JournalOwner(FileStream file, Guid id) => (_file, Id) = (file, id);

    /// <summary>The journal's name in the table <c>journals</c>.</summary>
    public Guid Id { get; }

    /// <summary>Reads the name, or gives one.</summary>
    /// <exception cref="StoreUnavailableException">Another process uses the directory, or it cannot be written.</exception>
    public static JournalOwner Open(string directory)
    {
        var path = Path.Combine(directory, FileName);
        FileStream? file = null;
        try
        {
            Directory.CreateDirectory(directory);
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            if (!Guid.TryParse(Encoding.ASCII.GetString(bytes), CultureInfo.InvariantCulture, out var id))
            {
                id = Guid.NewGuid();
                file.SetLength(0);
                file.Write(Encoding.ASCII.GetBytes(id.ToString()));
                file.Flush(flushToDisk: true);
            }

            return new JournalOwner(file, id);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new StoreUnavailableException(
                $"The data directory {directory} is used by another process, or cannot be written: {fault.Message} Stop that process, or set Clarion__DataDirectory.",
                fault);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
