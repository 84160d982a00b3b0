using Parquet;
using Parquet.Schema;

namespace Clarion.Gateway.Http.Flows.Export;

/// <summary>Apache Parquet, in row groups so small that few rows wait in memory. Every column may be null.</summary>
internal sealed class ParquetRowWriter : RowWriter
{
    /// <summary>Rows of a group.</summary>
    internal const int GroupRows = 20_000;

    private readonly Stream _stream;
    private readonly PendingStream _pending = new();
    private readonly ParquetColumn[] _columns;
    private ParquetWriter? _parquet;
    private int _rows;

    public ParquetRowWriter(Stream stream, IReadOnlyList<ExportColumn> columns)
        : base(columns)
    {
        _stream = stream;
        _columns = [.. columns.Select(ParquetColumn.Of)];
    }

    public override async Task BeginAsync(CancellationToken cancellationToken) =>
        _parquet = await ParquetWriter.CreateAsync(
            new ParquetSchema([.. _columns.Select(column => column.Field)]), _pending, cancellationToken: cancellationToken).ConfigureAwait(false);

    public override Task WriteAsync(IReadOnlyList<object?> row, CancellationToken cancellationToken)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i].Add(row[i]);
        }

        return ++_rows == GroupRows ? WriteGroupAsync(cancellationToken) : Task.CompletedTask;
    }

    public override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_rows > 0)
        {
            await WriteGroupAsync(cancellationToken).ConfigureAwait(false);
        }

        await _parquet!.DisposeAsync().ConfigureAwait(false);
        _parquet = null;
        await _pending.DrainAsync(_stream, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_parquet is not null)
        {
            await _parquet.DisposeAsync().ConfigureAwait(false);
        }

        await _pending.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WriteGroupAsync(CancellationToken cancellationToken)
    {
        using (var group = _parquet!.CreateRowGroup())
        {
            foreach (var column in _columns)
            {
                await column.WriteAsync(group, cancellationToken).ConfigureAwait(false);
            }
        }

        _rows = 0;
        await _pending.DrainAsync(_stream, cancellationToken).ConfigureAwait(false);
    }
}
