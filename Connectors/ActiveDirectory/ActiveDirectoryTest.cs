using System.Globalization;
using Clarion.Connectors.ActiveDirectory.Ldap;
using Clarion.Connectors.ActiveDirectory.Reading;
using Clarion.Connectors.ActiveDirectory.Sync;
using Clarion.Connectors.Contract;

namespace Clarion.Connectors.ActiveDirectory;

/// <summary>Tries each step of reading a directory on its own, at every controller, so that an operator learns which one fails.</summary>
internal sealed class ActiveDirectoryTest(ActiveDirectoryOptions options, ServerList servers, TimeProvider time)
{
    private readonly TestSteps<DirectoryException> _steps = new(time);
    private IDirectoryClient? _client;
    private DomainContext? _domain;

    /// <summary>Runs the steps to the first that fails.</summary>
    public async Task<ConnectorTestReport> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var server in servers.Servers)
        {
            try
            {
                if (!(await _steps.TryAsync($"Sign in at {server}", c => SignInAsync(server, c), cancellationToken).ConfigureAwait(false)
                    && await _steps.TryAsync("Read the domain", DomainAsync, cancellationToken).ConfigureAwait(false)
                    && await _steps.TryAsync("Read groups and members", GroupsAsync, cancellationToken).ConfigureAwait(false)
                    && await _steps.TryAsync("Read users", UsersAsync, cancellationToken).ConfigureAwait(false)
                    && await _steps.TryAsync("Find changes", ChangesAsync, cancellationToken).ConfigureAwait(false)))
                {
                    break;
                }
            }
            finally
            {
                if (_client is not null)
                {
                    await _client.DisposeAsync().ConfigureAwait(false);
                    _client = null;
                }
            }
        }

        return _steps.Report;
    }

    private async Task<string> SignInAsync(DirectoryHost server, CancellationToken cancellationToken)
    {
        _client = await servers.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
        return "The certificate is good and the account is accepted.";
    }

    private async Task<string> DomainAsync(CancellationToken cancellationToken)
    {
        _domain = await DomainContext.ReadAsync(_client!, cancellationToken).ConfigureAwait(false);
        return string.Create(CultureInfo.InvariantCulture, $"{_domain.HostName} serves {_domain.Directory}, at change {_domain.HighUsn}.");
    }

    private async Task<string> GroupsAsync(CancellationToken cancellationToken)
    {
        var search = new DirectorySearch(_domain!.Root, "(objectCategory=group)", [.. EntryMapping.GroupAttributes, GroupMembers.Range(0, 1)]);
        var page = await FirstPageAsync(search, cancellationToken).ConfigureAwait(false);
        return page.Any(e => e.Attributes.Any(a => a.StartsWith("member", StringComparison.OrdinalIgnoreCase)))
            ? string.Create(CultureInfo.InvariantCulture, $"{page.Count} groups on the first page, with members.")
            : throw new DirectoryException(
                DirectoryProblem.Forbidden, $"No group of {page.Count} on the first page shows a member; the account may lack the right to read them.");
    }

    private async Task<string> UsersAsync(CancellationToken cancellationToken)
    {
        var place = options.BaseDn.Length > 0 ? options.BaseDn : _domain!.Root;
        var search = new DirectorySearch(place, "(&(objectCategory=person)(objectClass=user))", EntryMapping.UserAttributes);
        var page = await FirstPageAsync(search, cancellationToken).ConfigureAwait(false);
        return page.Count > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{page.Count} users on the first page.")
            : throw new DirectoryException(DirectoryProblem.Forbidden, $"There is no user below {place} that the account may see; check BaseDn and the account's rights.");
    }

    private async Task<string> ChangesAsync(CancellationToken cancellationToken)
    {
        if (options.Increments == DirectoryIncrements.DirSync)
        {
            await _client!.DirSyncAsync(new DirectorySearch(_domain!.Root, "(objectClass=organizationalUnit)", ["objectGUID"]), null, cancellationToken)
                .ConfigureAwait(false);
        }

        return await DirectoryReader.SeesTombstonesAsync(_client!, _domain!, cancellationToken).ConfigureAwait(false)
            ? "Changes and deletions can be followed."
            : "Changes can be followed; deletions are found by the daily full pass only, because the account sees no deleted objects.";
    }

    private async Task<IReadOnlyList<DirectoryEntry>> FirstPageAsync(DirectorySearch search, CancellationToken cancellationToken)
    {
        await foreach (var page in _client!.SearchAsync(search, cancellationToken).ConfigureAwait(false))
        {
            if (page.Count > 0)
            {
                return page;
            }
        }

        return [];
    }
}
