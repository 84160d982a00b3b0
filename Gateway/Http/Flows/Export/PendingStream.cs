namespace Clarion.Gateway.Http.Flows.Export;

/// <summary>
/// Takes what a writer writes, at once, and hands it on when asked: the answer to a request takes no synchronous writes, and knows no
/// position, which the writer needs.
/// </summary>
internal sealed class PendingStream : Stream
{
    private readonly MemoryStream _pending = new();
    private long _drained;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _drained + _pending.Length;

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException();
    }

    /// <summary>Hands on what has been written so far.</summary>
    public async Task DrainAsync(Stream target, CancellationToken cancellationToken)
    {
        _pending.Position = 0;
        await _pending.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
        _drained += _pending.Length;
        _pending.SetLength(0);
    }

    public override void Write(byte[] buffer, int offset, int count) => _pending.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => _pending.Write(buffer);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pending.Dispose();
        }

        base.Dispose(disposing);
    }
}
