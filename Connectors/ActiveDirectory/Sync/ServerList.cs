using Clarion.Connectors.ActiveDirectory.Ldap;
using Clarion.Connectors.ActiveDirectory.Reading;
using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.ActiveDirectory.Sync;

/// <summary>Connects and signs in to one controller.</summary>
/// <exception cref="DirectoryException">It did not work.</exception>
internal delegate Task<IDirectoryClient> ConnectToDirectory(DirectoryHost server, CancellationToken cancellationToken);

/// <summary>The controllers in their order: the first that works is used, and the others when it does not.</summary>
internal sealed class ServerList(IReadOnlyList<DirectoryHost> servers, ConnectToDirectory connect, ILogger logger)
{
    /// <summary>The controllers.</summary>
    public IReadOnlyList<DirectoryHost> Servers => servers;

    /// <summary>Connects to one of them.</summary>
    public Task<IDirectoryClient> ConnectAsync(DirectoryHost server, CancellationToken cancellationToken) => connect(server, cancellationToken);

    /// <summary>A connection to the first that works, and which domain it serves. The caller ends it.</summary>
    /// <exception cref="DirectoryException">None works, or the first that answers refuses.</exception>
    public async Task<(IDirectoryClient Client, DomainContext Domain)> OpenAsync(CancellationToken cancellationToken)
    {
        var faults = new List<DirectoryException>();
        foreach (var server in servers)
        {
            IDirectoryClient? client = null;
            try
            {
                client = await connect(server, cancellationToken).ConfigureAwait(false);
                var domain = await DomainContext.ReadAsync(client, cancellationToken).ConfigureAwait(false);
                (var opened, client) = (client, null);
                return (opened, domain);
            }
            catch (DirectoryException fault) when (fault.OtherServerMayHelp)
            {
                faults.Add(fault);
                if (servers.Count > 1)
                {
                    ActiveDirectoryLog.NextServer(logger, fault.Message);
                }
            }
            finally
            {
                if (client is not null)
                {
                    await client.DisposeAsync().ConfigureAwait(false);
                }
            }
        }

        throw new DirectoryException(faults[0].Problem, string.Join(" ", faults.Select(f => f.Message)), faults[0]);
    }
}
