namespace Clarion.Simulation.Replay;

/// <summary>Reads the UDP payloads of a capture file, whatever its format.</summary>
public abstract class CaptureReader : IDisposable
{
    /// <summary>Bytes by which the format is told.</summary>
    private const int MagicBytes = 4;

    /// <summary>Packets that hold no whole UDP payload: other protocols, fragments, cut-off packets.</summary>
    public long Skipped { get; protected set; }

    /// <summary>Opens a file: pcap by its magic number, anything else as raw datagrams.</summary>
    /// <exception cref="CaptureException">It is missing, empty, or of a format that is recognised but not read.</exception>
    public static CaptureReader Open(string path)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CaptureException($"{path}: {fault.Message}");
        }

        try
        {
            Span<byte> magic = stackalloc byte[MagicBytes];
            var read = stream.ReadAtLeast(magic, MagicBytes, throwOnEndOfStream: false);
            stream.Position = 0;
            if (read == 0)
            {
                throw new CaptureException($"{path}: the file is empty.");
            }

            if (PcapFormat.IsPcapNg(magic[..read]))
            {
                throw new CaptureException($"{path}: this is pcapng; convert it first (editcap -F pcap in.pcapng out.pcap).");
            }

            return PcapFormat.IsPcap(magic[..read]) ? new PcapReader(stream, path) : new DatagramFileReader(stream, path);
        }
        catch (IOException fault)
        {
            stream.Dispose();
            throw new CaptureException($"{path}: {fault.Message}");
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The next payload. False at the end.</summary>
    /// <exception cref="CaptureException">The file is damaged from here on.</exception>
    public abstract bool TryRead(out CapturedDatagram datagram);

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    protected abstract void Dispose(bool disposing);
}
