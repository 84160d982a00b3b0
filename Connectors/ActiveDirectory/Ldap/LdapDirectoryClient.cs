using System.DirectoryServices.Protocols;
using System.Net;
using System.Runtime.CompilerServices;
using Clarion.Connectors.ActiveDirectory.Tls;

namespace Clarion.Connectors.ActiveDirectory.Ldap;

/// <summary>A controller over LDAPS, by the system's LDAP library.</summary>
internal sealed class LdapDirectoryClient : IDirectoryClient
{
    // Pages without an entry happen where access is checked entry by entry; an endless row of them is a server that has lost its way.
    private const int MostEmptyPages = 10_000;

    private readonly ActiveDirectoryTimes _times;
    private readonly int _pageSize;
    private readonly LdapThread _thread;
    private readonly LdapConnection _connection;

    private LdapDirectoryClient(DirectoryHost server, ActiveDirectoryOptions options, LdapThread thread, LdapConnection connection)
    {
        (Server, _times, _pageSize, _thread, _connection) = (server, options.Times, options.Limits.PageSize, thread, connection);
    }

    /// <inheritdoc />
    public DirectoryHost Server { get; }

    /// <summary>Connects and signs in.</summary>
    /// <exception cref="DirectoryException">It did not work; the message says at which step.</exception>
    public static async Task<IDirectoryClient> ConnectAsync(
        DirectoryHost server, ActiveDirectoryOptions options, Trust trust, TimeProvider time, CancellationToken cancellationToken)
    {
        // The library says "server unavailable" for everything that is wrong with TLS, and hangs on silence; the probe knows better and goes first.
        await TlsProbe.CheckAsync(server, trust, options.Times.Connect, time, cancellationToken).ConfigureAwait(false);
        var thread = new LdapThread(server.ToString(), time);
        LdapConnection? connection = null;
        try
        {
            connection = await thread.RunAsync("signing in", () => Open(server, options, trust.Folder), options.Times.Connect, cancellationToken).ConfigureAwait(false);
            return new LdapDirectoryClient(server, options, thread, connection);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            throw LdapFaults.Explain(server.ToString(), "signing in", fault);
        }
        finally
        {
            if (connection is null)
            {
                thread.Dispose();
            }
        }
    }

    /// <inheritdoc />
    public async Task<DirectoryEntry?> FindAsync(string name, IReadOnlyList<string> attributes, bool showDeleted, CancellationToken cancellationToken)
    {
        var request = new SearchRequest(name, "(objectClass=*)", SearchScope.Base, [.. attributes]);
        request.Controls.Add(new ExtendedDNControl(ExtendedDNFlag.StandardString) { IsCritical = false });
        if (showDeleted)
        {
            request.Controls.Add(new ShowDeletedControl());
        }

        try
        {
            var entries = Entries(await SendAsync("reading one object", request, cancellationToken).ConfigureAwait(false));
            return entries.Count > 0 ? entries[0] : null;
        }
        catch (DirectoryOperationException missing) when (missing.Response?.ResultCode == ResultCode.NoSuchObject)
        {
            return null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            throw LdapFaults.Explain(Server.ToString(), $"reading '{name}'", fault);
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<IReadOnlyList<DirectoryEntry>> SearchAsync(
        DirectorySearch search, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = new PageResultRequestControl(_pageSize) { IsCritical = true };
        var request = new SearchRequest(search.Base, search.Filter, SearchScope.Subtree, [.. search.Attributes]);
        request.Controls.Add(page);
        request.Controls.Add(new ExtendedDNControl(ExtendedDNFlag.StandardString));
        if (search.ShowDeleted)
        {
            request.Controls.Add(new ShowDeletedControl());
        }

        var empty = 0;
        do
        {
            SearchResponse response;
            try
            {
                response = await SendAsync("reading a page", request, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                throw LdapFaults.Explain(Server.ToString(), $"searching below '{search.Base}'", fault);
            }

            page.Cookie = response.Controls.OfType<PageResultResponseControl>().FirstOrDefault()?.Cookie ?? [];
            var entries = Entries(response);
            empty = entries.Count == 0 ? empty + 1 : 0;
            if (empty > MostEmptyPages)
            {
                throw new DirectoryException(DirectoryProblem.Protocol, $"{Server} gives page after page without anything in it.");
            }

            yield return entries;
        }
        while (page.Cookie.Length > 0);
    }

    /// <inheritdoc />
    public async Task<DirSyncPage> DirSyncAsync(DirectorySearch search, byte[]? cookie, CancellationToken cancellationToken)
    {
        var request = new SearchRequest(search.Base, search.Filter, SearchScope.Subtree, [.. search.Attributes]);

        // Object security: only what the account may read, and no right to replicate needed.
        request.Controls.Add(new DirSyncRequestControl(cookie ?? [], DirectorySynchronizationOptions.ObjectSecurity) { IsCritical = true });
        try
        {
            var response = await SendAsync("reading changes", request, cancellationToken).ConfigureAwait(false);
            var control = response.Controls.OfType<DirSyncResponseControl>().FirstOrDefault()
                ?? throw new DirectoryException(DirectoryProblem.Protocol, $"{Server} does not know DirSync; set Increments to UsnChanged.");
            return new DirSyncPage(Entries(response), control.Cookie, control.MoreData);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            throw LdapFaults.Explain(Server.ToString(), "reading changes by DirSync", fault);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        // On its own thread: closing writes to the network too.
        _thread.End(_connection.Dispose);
        return ValueTask.CompletedTask;
    }

    private static LdapConnection Open(DirectoryHost server, ActiveDirectoryOptions options, string? trustFolder)
    {
        var connection = new LdapConnection(
            new LdapDirectoryIdentifier(server.Name, server.Port), new NetworkCredential(options.User, options.Password), AuthType.Basic);
        try
        {
            // The order matters, and so does what is not here: on Linux the library offers LDAP 2 unless told otherwise, and throws "server
            // unavailable" when a certificate callback, keep-alive, signing or automatic reconnection is merely set.
            connection.SessionOptions.ProtocolVersion = 3;
            connection.SessionOptions.ReferralChasing = ReferralChasingOptions.None;
            connection.SessionOptions.SecureSocketLayer = true;
            if (trustFolder is not null && !OperatingSystem.IsWindows())
            {
                connection.SessionOptions.TrustedCertificatesDirectory = trustFolder;
                connection.SessionOptions.StartNewTlsSessionContext();
            }

            connection.Bind();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private Task<SearchResponse> SendAsync(string what, SearchRequest request, CancellationToken cancellationToken) =>
        _thread.RunAsync(what, () => (SearchResponse)_connection.SendRequest(request, _times.Answer), _times.Answer, cancellationToken);

    private static List<DirectoryEntry> Entries(SearchResponse response)
    {
        var entries = new List<DirectoryEntry>(response.Entries.Count);
        foreach (SearchResultEntry entry in response.Entries)
        {
            var values = new Dictionary<string, IReadOnlyList<byte[]>>(entry.Attributes.Count, StringComparer.OrdinalIgnoreCase);
            foreach (DirectoryAttribute attribute in entry.Attributes.Values)
            {
                // Always as bytes: left alone, the library gives text for whatever happens to be UTF-8, ids included.
                values[attribute.Name] = (byte[][])attribute.GetValues(typeof(byte[]));
            }

            entries.Add(new DirectoryEntry(entry.DistinguishedName, values));
        }

        return entries;
    }
}
