namespace Clarion.Flows.Tests;

public sealed class FlowBatchTests
{
    [Fact]
    public void Growth_keeps_rows_and_gives_empty_new_ones()
    {
        using var batch = New(2);
        batch.MarkWritten(ColumnSet.Of(FlowColumn.Bytes));
        for (ulong i = 1; i <= 1000; i++)
        {
            var row = batch.AddRows(1);
            Assert.Equal(0ul, batch.Bytes[row]);
            batch.Bytes[row] = i;
        }

        Assert.Equal(Enumerable.Range(1, 1000).Select(i => (ulong)i), batch.Bytes[..1000]);
    }

    [Fact]
    public void Reset_and_dropped_rows_leave_nothing_behind()
    {
        using var batch = New(8);
        batch.MarkWritten(ColumnSet.Of(FlowColumn.SourceSgt).With(FlowColumn.SourceAddress));
        var first = batch.AddRows(4);
        batch.SourceSgt.AsSpan(first, 4).Fill(7);
        batch.SourceAddress.AsSpan(first, 4).Fill(9);
        batch.DropRows(2);
        Assert.Equal(2, batch.Count);
        Assert.Equal([0, 0], batch.SourceSgt[2..4].Select(s => (int)s));
        batch.Reset();
        Assert.Equal((0, default), (batch.Count, batch.Written));
        Assert.All(batch.SourceSgt[..4], s => Assert.Equal(0, s));
        Assert.All(batch.SourceAddress[..4], a => Assert.Equal(UInt128.Zero, a));
    }

    [Fact]
    public void More_rows_than_there_are_cannot_be_dropped()
    {
        using var batch = New(8);
        batch.AddRows(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.DropRows(2));
    }

    private static FlowBatch New(int capacity) => new(new ExporterRegistry(), new TextTable(), capacity);
}
