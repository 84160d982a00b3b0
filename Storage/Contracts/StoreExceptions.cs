namespace Clarion.Storage.Contracts;

/// <summary>The store cannot take or give data now; the message says what an operator should do.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A partition tried to commit on top of a state that is no longer the newest.</summary>
public sealed class StaleCommitException(int partition, long stored, long attempted)
    : Exception($"Partition {partition}: commit {attempted} does not follow commit {stored}; another activation has moved on.");
