using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Clarion.Connectors.Net;
using Clarion.Connectors.PxGrid.Control;
using Clarion.Connectors.PxGrid.Json;
using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.PxGrid.Rest;

/// <summary>
/// Calls one service of ISE at whichever replica answers. A refused secret is asked for anew once, then the service is looked up again; a
/// node that is busy or away is left for the next. Not thread-safe: each user has its own.
/// </summary>
internal sealed class ServiceClient(
    PxGridHttp http, ControlClient control, PxGridOptions options, string service, TimeProvider time, ILogger logger)
{
    private const int MaxAnswer = 16 * 1024 * 1024;

    private readonly Dictionary<string, string> _secrets = new(StringComparer.Ordinal);
    private List<PxServiceNode> _nodes = [];

    /// <summary>The node that answered last, or null.</summary>
    public string? Node { get; private set; }

    /// <summary>One answer, or null when ISE has none (204).</summary>
    /// <exception cref="PxGridException">No replica answered; <see cref="PxGridProblem.NotOffered"/> when the service or method is unknown.</exception>
    public async Task<byte[]?> GetAsync(string method, ServiceQuery query, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(options.Times.Silence, time, cancellationToken);
        using var answer = await SendAsync(method, query, deadline, cancellationToken).ConfigureAwait(false);
        return answer.StatusCode == HttpStatusCode.NoContent
            ? null
            : await http.ReadAsync(answer, MaxAnswer, deadline).ConfigureAwait(false);
    }

    /// <summary>The elements of a list in the answer, one by one as they arrive.</summary>
    /// <exception cref="PxGridException">No replica answered, or the answer ended too soon.</exception>
    public async IAsyncEnumerable<byte[]> StreamAsync(
        string method, ServiceQuery query, string property, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(options.Times.Silence, time, cancellationToken);
        using var answer = await SendAsync(method, query, deadline, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.NoContent)
        {
            yield break;
        }

        await using var stream = await answer.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
        await using var elements = JsonArrayStream.ReadAsync(stream, property, deadline.Extend, deadline.Token).GetAsyncEnumerator(deadline.Token);
        while (true)
        {
            try
            {
                if (!await elements.MoveNextAsync().ConfigureAwait(false))
                {
                    break;
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
            {
                throw http.Explain(fault, answer.RequestMessage!.RequestUri!, deadline) ?? fault;
            }

            yield return elements.Current;

            // Whoever takes the elements may take his time; that is not the server's silence.
            deadline.Extend();
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string method, ServiceQuery query, Deadline deadline, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(query, PxGridJson.Default.ServiceQuery);
        var looked = _nodes.Count == 0;
        PxGridException? last = null;
        while (true)
        {
            if (_nodes.Count == 0)
            {
                _nodes = [.. await control.ServiceLookupAsync(service, cancellationToken).ConfigureAwait(false)];
                deadline.Extend();
                looked = true;
                if (_nodes.Count == 0)
                {
                    throw new PxGridException(PxGridProblem.NotOffered, $"This ISE does not offer {service} (version, persona or licence).");
                }
            }

            // A node that failed goes to the end of the list.
            for (var tried = 0; tried < _nodes.Count; tried++)
            {
                var node = _nodes[0];
                try
                {
                    var answer = await SendAsync(node, method, json, deadline, cancellationToken).ConfigureAwait(false);
                    Node = node.NodeName;
                    return answer;
                }
                catch (PxGridException fault) when (fault.OtherNodeMayHelp || fault.Problem == PxGridProblem.Unauthorised)
                {
                    last = fault;
                    PxGridLog.NextNode(logger, node.NodeName!, fault.Message);
                    _nodes.RemoveAt(0);
                    _nodes.Add(node);
                    deadline.Extend();
                }
            }

            // All that was known failed: what is known may be old. Once looked up anew, that is the answer.
            _nodes = [];
            _secrets.Clear();
            if (looked)
            {
                throw last!;
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        PxServiceNode node, string method, byte[] json, Deadline deadline, CancellationToken cancellationToken)
    {
        var address = Address(node, method);
        for (var fresh = false; ; fresh = true)
        {
            if (fresh || !_secrets.TryGetValue(node.NodeName!, out var secret))
            {
                secret = await control.AccessSecretAsync(node.NodeName!, cancellationToken).ConfigureAwait(false);
                deadline.Extend();
                _secrets[node.NodeName!] = secret;
            }

            var answer = await http.PostAsync(address, PxGridHttp.Basic(options.NodeName, secret), json, deadline).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
            {
                return answer;
            }

            using (answer)
            {
                if (answer.StatusCode != HttpStatusCode.Unauthorized || fresh)
                {
                    throw HttpFault.Of(
                        answer.StatusCode, node.NodeName!, $"{service} {method}", "ISE refuses the secret it has just given for this node.");
                }
            }
        }
    }

    private Uri Address(PxServiceNode node, string method)
    {
        // The second spelling is an old twin that may hold another path; it counts only when the first is absent.
        var text = node.Property("restBaseUrl") ?? node.Property("restBaseURL");
        return text is not null && Uri.TryCreate($"{text.TrimEnd('/')}/{method}", UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (options.Wire.AllowPlain && address.Scheme == Uri.UriSchemeHttp))
            ? address
            : throw new PxGridException(PxGridProblem.Protocol, $"{node.NodeName} offers {service} without an https address (restBaseUrl).");
    }
}
