using System.Text;

namespace Clarion.Connectors.Rest.Http;

/// <summary>A client of a token endpoint (OAuth 2.0 client credentials, RFC 6749 section 4.4).</summary>
internal sealed record OAuthClient
{
    /// <summary>The token endpoint.</summary>
    public required Uri TokenAddress { get; init; }

    /// <summary>Client id.</summary>
    public required string ClientId { get; init; }

    /// <summary>Client secret.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>Scope; empty = none asked for.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The endpoint reads JSON (ClearPass) instead of a form (the RFC).</summary>
    public bool AsJson { get; init; }

    private bool PrintMembers(StringBuilder text)
    {
        // Not the record's own list of members: one of them is a secret.
        text.Append("TokenAddress = ").Append(TokenAddress).Append(", ClientId = ").Append(ClientId);
        return true;
    }
}
