using Clarion.Connectors.Facts;

namespace Clarion.Connectors.Rest.Feeds;

/// <summary>What was told of records so far, to tell what is new. Not thread-safe.</summary>
internal interface IRecordLedger<T>
{
    /// <summary>Records that hold.</summary>
    int Count { get; }

    /// <summary>Records that held when the read began, and have not been met in it.</summary>
    int Vanished { get; }

    /// <summary>A read begins.</summary>
    /// <param name="full">It is of everything.</param>
    void Begin(bool full);

    /// <summary>What the records of a page say that was not told yet.</summary>
    FactBatch Plan(IReadOnlyList<T> records, DateTimeOffset readAt);

    /// <summary>What the end of the records says that the read did not meet.</summary>
    FactBatch PlanVanished(DateTimeOffset readAt);

    /// <summary>What holds, a line each, for <see cref="Recall"/>.</summary>
    IEnumerable<string> Lines();

    /// <summary>Takes a line of an earlier run; false when it is none of this ledger's.</summary>
    bool Recall(string line);
}
