using Parquet;
using Parquet.Schema;

namespace Clarion.Gateway.Http.Flows.Export;

/// <summary>The values of a column that wait for their row group.</summary>
internal abstract class ParquetColumn(DataField field)
{
    public DataField Field { get; } = field;

    public abstract void Add(object? value);

    /// <summary>Writes what waits, and forgets it.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken);

    public static ParquetColumn Of(ExportColumn column) => column.Type switch
    {
        ExportType.Whole => new Numbers<long>(new DataField<long?>(column.Name)),
        ExportType.Unsigned => new Numbers<ulong>(new DataField<ulong?>(column.Name)),
        ExportType.Real => new Numbers<double>(new DataField<double?>(column.Name)),
        ExportType.Truth => new Numbers<bool>(new DataField<bool?>(column.Name)),
        ExportType.Time => new Numbers<DateTime>(new DateTimeDataField(
            column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Millis, isNullable: true)),
        _ => new Texts(new DataField<string>(column.Name)),
    };

    private sealed class Numbers<T>(DataField field) : ParquetColumn(field)
        where T : struct
    {
        private readonly List<T?> _values = [];

        public override void Add(object? value) => _values.Add((T?)value);

        public override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
        {
            await group.WriteAsync<T>(Field, _values.ToArray().AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
            _values.Clear();
        }
    }

    private sealed class Texts(DataField field) : ParquetColumn(field)
    {
        private readonly List<string?> _values = [];

        public override void Add(object? value) => _values.Add((string?)value);

        public override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
        {
            await group.WriteAsync(Field, _values!).ConfigureAwait(false);
            _values.Clear();
        }
    }
}
