namespace Clarion.Flows.Tests.Harness;

/// <summary>Short ways to read a row in assertions.</summary>
internal static class Rows
{
    public static string Source(this FlowBatch batch, int row) => new IpAddr(batch.SourceAddress[row]).ToString();

    public static string Destination(this FlowBatch batch, int row) => new IpAddr(batch.DestinationAddress[row]).ToString();

    public static FlowMarks MarksOf(this FlowBatch batch, int row) => (FlowMarks)batch.Marks[row];
}
