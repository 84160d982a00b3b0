using Clarion.Correlation.Access;
using Clarion.Storage.Contracts;

namespace Clarion.Gateway.Http.Access;

/// <summary>Answers <c>/identity/radius-failures</c> and <c>/identity/anc-operations</c>.</summary>
public sealed class AccessReader(IAccessLog log, TimeProvider time)
{
    /// <summary>Failed authentications, the newest first.</summary>
    /// <exception cref="Errors.BadParameterException">A parameter cannot be used.</exception>
    public async Task<Listing<RadiusFailureModel>> FailuresAsync(AccessQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (question, size) = query.Read(time.GetUtcNow());
        return AccessQuery.Page(await log.ReadAsync<RadiusFailure>(question, cancellationToken).ConfigureAwait(false), size, RadiusFailureModel.Of);
    }

    /// <summary>Steps of operations of network control, the newest first.</summary>
    /// <exception cref="Errors.BadParameterException">A parameter cannot be used.</exception>
    public async Task<Listing<AncOperationModel>> OperationsAsync(AccessQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (question, size) = query.Read(time.GetUtcNow());
        return AccessQuery.Page(await log.ReadAsync<AncOperation>(question, cancellationToken).ConfigureAwait(false), size, AncOperationModel.Of);
    }
}
