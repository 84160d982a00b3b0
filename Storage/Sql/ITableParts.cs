namespace Clarion.Storage.Sql;

/// <summary>Raw flows that arrived in a stretch of time and are dropped together.</summary>
/// <param name="Number">Orders parts as flows arrive.</param>
/// <param name="Relation">
/// Every column of a flow, <c>lane</c>, <c>sequence</c>, <c>rowid</c>, and as floating-point numbers <c>bytes_double</c> and
/// <c>packets_double</c>, for use after FROM.
/// </param>
/// <param name="EndMs">End of the stretch, Unix milliseconds: no later flow is in it.</param>
/// <param name="Rows">Flows stored, exactly.</param>
/// <param name="MinEndMs">Earliest end of a flow, Unix milliseconds.</param>
/// <param name="MaxEndMs">Latest end of a flow.</param>
internal sealed record FlowPart(long Number, string Relation, long EndMs, long Rows, long MinEndMs, long MaxEndMs);

/// <summary>Conversations that were committed in a stretch of time and are dropped together.</summary>
/// <param name="Number">Orders parts as commits come.</param>
/// <param name="Relation">Rows as partitions committed them, for use after FROM.</param>
/// <param name="EndMs">End of the stretch, Unix milliseconds: no later commit is in it.</param>
/// <param name="Rows">Rows committed, exactly.</param>
/// <param name="MinBucket">Earliest five-minute bucket, Unix seconds / 300.</param>
/// <param name="MaxBucket">Latest bucket.</param>
/// <param name="MinBatch">First group commit in it.</param>
/// <param name="MaxBatch">Newest group commit in it.</param>
internal sealed record ConversationPart(
    long Number, string Relation, long EndMs, long Rows, long MinBucket, long MaxBucket, long MinBatch, long MaxBatch);

/// <summary>The two tables that grow with traffic, in the parts that an engine keeps and drops as a whole.</summary>
internal interface ITableParts
{
    /// <summary>Parts of the flow log that exist, oldest first.</summary>
    IReadOnlyList<FlowPart> Flows(SqlSession session);

    /// <summary>A query for the ids of lanes that have flows in parts that exist.</summary>
    string LanesWithFlows(SqlSession session);

    /// <summary>Drops a part; its count stays in the number of flows ever stored.</summary>
    void Drop(SqlSession session, FlowPart part);

    /// <summary>Parts of the conversations that exist, oldest first.</summary>
    IReadOnlyList<ConversationPart> Conversations(SqlSession session);

    /// <summary>Drops a part.</summary>
    void Drop(SqlSession session, ConversationPart part);

    /// <summary>Where biflows whose flows arrived on a day are, for use after FROM; their column <c>arrived_ms</c> says when within it.</summary>
    /// <param name="dayMs">Start of a day that has some, Unix milliseconds.</param>
    string Biflows(long dayMs);

    /// <summary>Makes the table of biflows ready to take those of a part of the flow log.</summary>
    /// <param name="session">Inside the transaction.</param>
    /// <param name="arrivedMs">The last millisecond of the part.</param>
    /// <returns>Its name.</returns>
    string OpenBiflows(SqlSession session, long arrivedMs);

    /// <summary>Packs the biflows of a part: no more are coming, but for what a journal held back.</summary>
    void CloseBiflows(SqlSession session, long arrivedMs);

    /// <summary>Drops the biflows of a part.</summary>
    void DropBiflows(SqlSession session, long arrivedMs);
}
