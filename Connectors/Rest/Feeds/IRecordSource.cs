namespace Clarion.Connectors.Rest.Feeds;

/// <summary>Reads records of one kind from a platform, page by page.</summary>
internal interface IRecordSource
{
    /// <summary>The platform can be asked for what changed since a moment.</summary>
    bool CanFollow { get; }

    /// <summary>Something an operator should know about how it is read; empty when there is nothing.</summary>
    string Note { get; }

    /// <summary>The pages, to the last.</summary>
    /// <exception cref="RestException">A page could not be read; what came before it is no whole.</exception>
    IAsyncEnumerable<RecordPage> ReadAsync(ReadQuery query, CancellationToken cancellationToken);
}
