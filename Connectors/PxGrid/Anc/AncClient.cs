using Clarion.Connectors.PxGrid.Json;
using Clarion.Connectors.PxGrid.Rest;

namespace Clarion.Connectors.PxGrid.Anc;

/// <summary>
/// Adaptive network control: policies, and putting endpoints under them. Needs <c>sets</c> on the service in ISE's pxGrid policy. Not
/// thread-safe. Every call throws <see cref="PxGridException"/> when ISE does not answer or refuses.
/// </summary>
public sealed class AncClient
{
    private readonly ServiceClient _service;

    internal AncClient(ServiceClient service) => _service = service;

    /// <summary>All policies.</summary>
    public async Task<IReadOnlyList<PxAncPolicy>> GetPoliciesAsync(CancellationToken cancellationToken)
    {
        var answer = await _service.GetAsync("getPolicies", ServiceQuery.None, cancellationToken).ConfigureAwait(false);
        return answer is null ? [] : Answer.List(answer, "policies", PxGridJson.Default.PxAncPolicy);
    }

    /// <summary>Creates a policy with one action; <see cref="PxGridProblem.Conflict"/> when the name is taken.</summary>
    public Task CreatePolicyAsync(string name, string action, CancellationToken cancellationToken) =>
        _service.GetAsync("createPolicy", new ServiceQuery { Name = name, Actions = [action] }, cancellationToken);

    /// <summary>Deletes a policy, if it is there.</summary>
    public Task DeletePolicyAsync(string name, CancellationToken cancellationToken) =>
        _service.GetAsync("deletePolicyByName", new ServiceQuery { Name = name }, cancellationToken);

    /// <summary>Puts an endpoint under a policy, online or not. What came of it is told by the topic or by <see cref="GetOperationAsync"/>.</summary>
    public Task<PxAncOperation> ApplyByMacAddressAsync(string mac, string policy, CancellationToken cancellationToken) =>
        OperateAsync("applyEndpointByMacAddress", new ServiceQuery { MacAddress = IseMac.Of(mac), PolicyName = policy }, cancellationToken);

    /// <summary>Puts the endpoint that has an address in an active session under a policy.</summary>
    public Task<PxAncOperation> ApplyByIpAddressAsync(string address, string policy, CancellationToken cancellationToken) =>
        OperateAsync("applyEndpointByIpAddress", new ServiceQuery { IpAddress = address, PolicyName = policy }, cancellationToken);

    /// <summary>Puts an endpoint under a policy at one access device.</summary>
    public Task<PxAncOperation> ApplyPolicyAsync(string mac, string nasIpAddress, string policy, CancellationToken cancellationToken) => OperateAsync(
        "applyEndpointPolicy", new ServiceQuery { MacAddress = IseMac.Of(mac), NasIpAddress = nasIpAddress, PolicyName = policy }, cancellationToken);

    /// <summary>Takes an endpoint from under its policy.</summary>
    public Task<PxAncOperation> ClearByMacAddressAsync(string mac, CancellationToken cancellationToken) =>
        OperateAsync("clearEndpointByMacAddress", new ServiceQuery { MacAddress = IseMac.Of(mac) }, cancellationToken);

    /// <summary>How an operation stands; null when ISE does not know it.</summary>
    public async Task<PxAncOperation?> GetOperationAsync(string operationId, CancellationToken cancellationToken)
    {
        var answer = await _service.GetAsync("getOperationStatus", new ServiceQuery { OperationId = operationId }, cancellationToken).ConfigureAwait(false);
        return answer is null ? null : Answer.Read(answer, PxGridJson.Default.PxAncOperation);
    }

    private async Task<PxAncOperation> OperateAsync(string method, ServiceQuery query, CancellationToken cancellationToken)
    {
        var answer = await _service.GetAsync(method, query, cancellationToken).ConfigureAwait(false);
        return answer is null
            ? throw new PxGridException(PxGridProblem.Refused, $"ISE knows no such endpoint or session ({method}, 204).")
            : Answer.Read(answer, PxGridJson.Default.PxAncOperation);
    }
}
