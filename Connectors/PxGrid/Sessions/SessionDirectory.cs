using Clarion.Connectors.PxGrid.Json;
using Clarion.Connectors.PxGrid.Rest;

namespace Clarion.Connectors.PxGrid.Sessions;

/// <summary>Questions to the session directory. Not thread-safe.</summary>
public sealed class SessionDirectory
{
    private readonly ServiceClient _service;

    internal SessionDirectory(ServiceClient service) => _service = service;

    /// <summary>The session of an address, or null.</summary>
    /// <exception cref="PxGridException">ISE did not answer.</exception>
    public Task<PxSession?> GetByIpAddressAsync(string address, CancellationToken cancellationToken) =>
        SessionAsync("getSessionByIpAddress", new ServiceQuery { IpAddress = address }, cancellationToken);

    /// <summary>The session of a MAC (any spelling is put into ISE's), or null.</summary>
    /// <exception cref="PxGridException">ISE did not answer.</exception>
    public Task<PxSession?> GetByMacAddressAsync(string mac, CancellationToken cancellationToken) =>
        SessionAsync("getSessionByMacAddress", new ServiceQuery { MacAddress = IseMac.Of(mac) }, cancellationToken);

    /// <summary>The groups of a user; none when ISE knows none.</summary>
    /// <exception cref="PxGridException">ISE did not answer.</exception>
    public async Task<IReadOnlyList<PxUserGroup>> GetGroupsAsync(string user, CancellationToken cancellationToken)
    {
        var answer = await _service.GetAsync("getUserGroupByUserName", new ServiceQuery { UserName = user }, cancellationToken).ConfigureAwait(false);
        return answer is null ? [] : Answer.Read(answer, PxGridJson.Default.PxUserGroups).Groups;
    }

    private async Task<PxSession?> SessionAsync(string method, ServiceQuery query, CancellationToken cancellationToken)
    {
        var answer = await _service.GetAsync(method, query, cancellationToken).ConfigureAwait(false);
        if (answer is null)
        {
            return null;
        }

        var session = Answer.Read(answer, PxGridJson.Default.PxSession);
        return session.Key is null ? null : session with { ContentHash = ContentHash.Of(answer) };
    }
}
