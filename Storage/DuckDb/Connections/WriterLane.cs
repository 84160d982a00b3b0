namespace Clarion.Storage.DuckDb.Connections;

/// <summary>Writers with a connection and a thread each. Transactions of one lane run one after another, lanes run beside each other.</summary>
internal enum WriterLane
{
    /// <summary>The flow log: must not wait for anything else.</summary>
    Flows,

    /// <summary>Commits of partitions, checkpoints of entities, grain state.</summary>
    State,

    /// <summary>New entries of dictionaries.</summary>
    Dictionaries,

    /// <summary>Rollup jobs and retention, which may take seconds.</summary>
    Upkeep,
}
