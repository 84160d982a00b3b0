namespace Clarion.Flows;

/// <summary>
/// Who sent a flow: exporter address and, within it, one observation domain of one protocol version. Template, sampling and
/// sequence state are kept per key.
/// </summary>
/// <param name="Address">Source address of the datagrams (or the trusted relay's original exporter).</param>
/// <param name="DomainId">v9 source id, IPFIX observation domain id, or for v5 engine type * 256 + engine id.</param>
/// <param name="Version">5, 9 or 10 (IPFIX).</param>
public readonly record struct ExporterKey(IpAddr Address, uint DomainId, byte Version)
{
    /// <summary>Address, version and domain as text, for logs.</summary>
    public override string ToString() => $"{Address}/v{Version}/{DomainId}";
}
