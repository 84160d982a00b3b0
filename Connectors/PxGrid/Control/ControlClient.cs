using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Clarion.Connectors.Net;
using Clarion.Connectors.PxGrid.Json;
using Microsoft.Extensions.Logging;

namespace Clarion.Connectors.PxGrid.Control;

/// <summary>pxGrid's control plane: the account, where services are, secrets. Goes to the next node when one fails, and stays with it.</summary>
internal sealed class ControlClient(PxGridHttp http, PxGridOptions options, TimeProvider time, ILogger logger)
{
    private const int MaxAnswer = 4 * 1024 * 1024;

    private readonly PxGridHost[] _hosts = [.. options.Hosts.Select(h => PxGridHost.TryParse(h, out var host) ? host : default).Distinct()];
    private volatile string? _password = options.Password;
    private int _current;

    /// <summary>The node used last.</summary>
    public PxGridHost Host => _hosts[Volatile.Read(ref _current)];

    /// <summary>True when there is something to sign in with.</summary>
    public bool HasCredentials => options.UsesCertificate || !string.IsNullOrEmpty(_password);

    /// <summary>Creates a password account and uses its password from now on.</summary>
    /// <exception cref="PxGridException">
    /// <see cref="PxGridProblem.Conflict"/>: the name exists. <see cref="PxGridProblem.ServerError"/>: it exists (ISE 3.4 says 503 then), or
    /// password accounts are switched off.
    /// </exception>
    public async Task<string> AccountCreateAsync(CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            "AccountCreate", new AccountCreateRequest(options.NodeName), PxGridJson.Default.AccountCreateRequest,
            PxGridJson.Default.AccountCreateAnswer, anonymous: true, cancellationToken).ConfigureAwait(false);
        _password = answer?.Password is { Length: > 0 } password ? password : throw Empty("AccountCreate", "password");
        return password;
    }

    /// <summary>Tells ISE that the client is there, and learns whether it may go on.</summary>
    public async Task<PxAccount> AccountActivateAsync(CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            "AccountActivate", new AccountActivateRequest(options.Description), PxGridJson.Default.AccountActivateRequest,
            PxGridJson.Default.AccountActivateAnswer, anonymous: false, cancellationToken).ConfigureAwait(false);
        var state = answer?.AccountState?.ToUpperInvariant() switch
        {
            "INIT" => PxAccountState.Init,
            "PENDING" => PxAccountState.Pending,
            "ENABLED" => PxAccountState.Enabled,
            "DISABLED" => PxAccountState.Disabled,
            _ => PxAccountState.Unknown,
        };
        return new PxAccount(state, answer?.Version);
    }

    /// <summary>The replicas of a service, in random order; none when this ISE does not offer it.</summary>
    public async Task<IReadOnlyList<PxServiceNode>> ServiceLookupAsync(string service, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            "ServiceLookup", new ServiceLookupRequest(service), PxGridJson.Default.ServiceLookupRequest,
            PxGridJson.Default.ServiceLookupAnswer, anonymous: false, cancellationToken).ConfigureAwait(false);
        return [.. (answer?.Services ?? []).Where(s => s is { NodeName.Length: > 0 })];
    }

    /// <summary>The secret between this client and a peer.</summary>
    public async Task<string> AccessSecretAsync(string peer, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            "AccessSecret", new AccessSecretRequest(peer), PxGridJson.Default.AccessSecretRequest,
            PxGridJson.Default.AccessSecretAnswer, anonymous: false, cancellationToken).ConfigureAwait(false);
        return answer?.Secret is { Length: > 0 } secret ? secret : throw Empty("AccessSecret", "secret");
    }

    /// <summary>Whether ISE lets a node use an operation of a service that this client provides.</summary>
    public async Task<bool> AuthorizationAsync(string node, string service, string operation, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            "Authorization", new AuthorizationRequest(node, service, operation), PxGridJson.Default.AuthorizationRequest,
            PxGridJson.Default.AuthorizationAnswer, anonymous: false, cancellationToken).ConfigureAwait(false);
        return string.Equals(answer?.Authorization, "PERMIT", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Registers a service that this client provides.</summary>
    public async Task<PxRegistration> ServiceRegisterAsync(
        string service, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(
            "ServiceRegister", new ServiceRegisterRequest(service, properties), PxGridJson.Default.ServiceRegisterRequest,
            PxGridJson.Default.ServiceRegisterAnswer, anonymous: false, cancellationToken).ConfigureAwait(false);
        return answer?.Id is { Length: > 0 } id
            ? new PxRegistration(id, TimeSpan.FromMilliseconds(Math.Clamp(answer.ReregisterTimeMillis ?? 300_000, 1000, 86_400_000)))
            : throw Empty("ServiceRegister", "id");
    }

    /// <summary>Renews a registration.</summary>
    public Task ServiceReregisterAsync(PxRegistration registration, CancellationToken cancellationToken) => CallAsync(
        "ServiceReregister", new RegistrationRequest(registration.Id), PxGridJson.Default.RegistrationRequest,
        PxGridJson.Default.JsonElement, anonymous: false, cancellationToken);

    /// <summary>Ends a registration.</summary>
    public Task ServiceUnregisterAsync(PxRegistration registration, CancellationToken cancellationToken) => CallAsync(
        "ServiceUnregister", new RegistrationRequest(registration.Id), PxGridJson.Default.RegistrationRequest,
        PxGridJson.Default.JsonElement, anonymous: false, cancellationToken);

    private async Task<TAnswer?> CallAsync<TRequest, TAnswer>(
        string method, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answerType, bool anonymous,
        CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(request, requestType);
        var first = Volatile.Read(ref _current);
        for (var tried = 1; ; tried++)
        {
            var index = (first + tried - 1) % _hosts.Length;
            try
            {
                var answer = await PostAsync(_hosts[index], method, json, answerType, anonymous, cancellationToken).ConfigureAwait(false);
                Volatile.Write(ref _current, index);
                return answer;
            }
            catch (PxGridException fault) when (fault.OtherNodeMayHelp && tried < _hosts.Length)
            {
                PxGridLog.NextNode(logger, _hosts[index].ToString(), fault.Message);
            }
        }
    }

    private async Task<TAnswer?> PostAsync<TAnswer>(
        PxGridHost host, string method, byte[] json, JsonTypeInfo<TAnswer> type, bool anonymous, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(options.Times.Silence, time, cancellationToken);
        var scheme = options.Wire.AllowPlain ? "http" : "https";
        var authorization = anonymous ? null : PxGridHttp.Basic(options.NodeName, options.UsesCertificate ? "" : _password ?? "");
        using var answer = await http.PostAsync(
            new Uri($"{scheme}://{host}/pxgrid/control/{method}"), authorization, json, deadline).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.NoContent)
        {
            return default;
        }

        if (!answer.IsSuccessStatusCode)
        {
            throw HttpFault.Of(answer.StatusCode, host.ToString(), method, Credentials());
        }

        var octets = await http.ReadAsync(answer, MaxAnswer, deadline).ConfigureAwait(false);
        try
        {
            return octets.Length == 0 ? default : JsonSerializer.Deserialize(octets, type);
        }
        catch (JsonException fault)
        {
            throw new PxGridException(PxGridProblem.Protocol, $"{host} answered {method} with something that is not pxGrid's JSON.", fault);
        }
    }

    private string Credentials() => options.UsesCertificate
        ? "ISE does not accept the client certificate for this NodeName; NodeName should be the certificate's common name."
        : "ISE does not accept NodeName and Password; the password is the one given when the account was created.";

    private static PxGridException Empty(string method, string what) =>
        new(PxGridProblem.Protocol, $"The answer to {method} holds no {what}.");
}
