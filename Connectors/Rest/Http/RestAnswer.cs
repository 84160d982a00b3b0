using System.Net;

namespace Clarion.Connectors.Rest.Http;

/// <summary>A whole answer.</summary>
/// <param name="Status">Status.</param>
/// <param name="Body">Body, within its bound.</param>
/// <param name="RetryAfter">How long the platform asks to wait; null when it does not say.</param>
/// <param name="Link">The Link header (RFC 8288) as received; empty when there is none.</param>
internal sealed record RestAnswer(HttpStatusCode Status, byte[] Body, TimeSpan? RetryAfter, string Link)
{
    /// <summary>True for 2xx.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;
}
