namespace Clarion.Gateway.Http.Flows.Export;

/// <summary>Writes rows to a stream as they come, holding no more of them than its format needs.</summary>
internal abstract class RowWriter(IReadOnlyList<ExportColumn> columns) : IAsyncDisposable
{
    protected IReadOnlyList<ExportColumn> Columns { get; } = columns;

    /// <summary>What precedes the rows.</summary>
    public abstract Task BeginAsync(CancellationToken cancellationToken);

    /// <summary>One row; a value per column, of the column's type.</summary>
    public abstract Task WriteAsync(IReadOnlyList<object?> row, CancellationToken cancellationToken);

    /// <summary>What follows the rows. Without it the file is not whole.</summary>
    public abstract Task EndAsync(CancellationToken cancellationToken);

    /// <summary>Frees what it holds, and sends nothing more.</summary>
    public abstract ValueTask DisposeAsync();
}
