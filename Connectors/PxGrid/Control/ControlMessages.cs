namespace Clarion.Connectors.PxGrid.Control;

/// <summary>State of a pxGrid account.</summary>
public enum PxAccountState
{
    /// <summary>A word this client does not know.</summary>
    Unknown,

    /// <summary>Being created.</summary>
    Init,

    /// <summary>Waits for approval.</summary>
    Pending,

    /// <summary>May be used.</summary>
    Enabled,

    /// <summary>Switched off.</summary>
    Disabled,
}

/// <summary>The answer of AccountActivate.</summary>
/// <param name="State">The state.</param>
/// <param name="Version">pxGrid's version.</param>
public readonly record struct PxAccount(PxAccountState State, string? Version);

/// <summary>One replica of a service.</summary>
public sealed record PxServiceNode
{
    /// <summary>Name of the service.</summary>
    public string? Name { get; init; }

    /// <summary>Name of the node, opaque; the peer for whom a secret is asked.</summary>
    public string? NodeName { get; init; }

    /// <summary>What the service says of itself: URLs and topics.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init => field = value ?? field; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A property, or null when absent or empty.</summary>
    public string? Property(string name) => Properties.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;
}

/// <summary>The answer of ServiceRegister.</summary>
/// <param name="Id">Name of the registration.</param>
/// <param name="ReregisterEvery">How often it must be renewed.</param>
public readonly record struct PxRegistration(string Id, TimeSpan ReregisterEvery);

internal sealed record AccountCreateRequest(string NodeName);

internal sealed record AccountCreateAnswer(string? NodeName, string? Password)
{
    public override string ToString() => $"{nameof(AccountCreateAnswer)} {NodeName}";
}

internal sealed record AccountActivateRequest(string? Description);

internal sealed record AccountActivateAnswer(string? AccountState, string? Version);

internal sealed record ServiceLookupRequest(string Name);

internal sealed record ServiceLookupAnswer(IReadOnlyList<PxServiceNode>? Services);

internal sealed record AccessSecretRequest(string PeerNodeName);

internal sealed record AccessSecretAnswer(string? Secret)
{
    public override string ToString() => nameof(AccessSecretAnswer);
}

internal sealed record AuthorizationRequest(string RequestNodeName, string ServiceName, string ServiceOperation);

internal sealed record AuthorizationAnswer(string? Authorization);

internal sealed record ServiceRegisterRequest(string Name, IReadOnlyDictionary<string, string> Properties);

internal sealed record ServiceRegisterAnswer(string? Id, long? ReregisterTimeMillis);

internal sealed record RegistrationRequest(string Id);
