using System.Text;

namespace Clarion.Connectors.PxGrid;

/// <summary>How to reach one ISE deployment over pxGrid 2.0.</summary>
public sealed record PxGridOptions
{
    /// <summary>pxGrid nodes, <c>ise1.example.net</c> or <c>ise1.example.net:8910</c>; the first that answers is used.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Name of this client in ISE's list of pxGrid clients; letters, digits, <c>- _ .</c>.</summary>
    public string NodeName { get; init; } = "";

    /// <summary>What ISE shows beside the name when it asks for approval.</summary>
    public string Description { get; init; } = "Clarion";

    /// <summary>Password of a password account. Without it and without a certificate an account is created, if ISE allows that.</summary>
    public string? Password { get; init; }

    /// <summary>Client certificate, PEM; may hold its chain and its key. Used instead of a password.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Private key of the certificate, PEM; empty = in <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Password of an encrypted private key.</summary>
    public string? KeyPassword { get; init; }

    /// <summary>Certificates (PEM) of the authorities that signed ISE's pxGrid certificates; empty = those the system trusts.</summary>
    public string? CaFile { get; init; }

    /// <summary>Services or topics to follow, by ISE's names or the usual short ones; empty = all that Clarion knows.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>Sessions without an IP address too, where ISE can (3.3 patch 2 and later).</summary>
    public bool SessionsWithoutAddress { get; init; } = true;

    /// <summary>Pubsub nodes to listen to at once, 1 or 2. With two nothing is lost when one fails; what comes twice is recognised.</summary>
    public int PubsubNodes { get; init; } = 1;

    /// <summary>Times and intervals.</summary>
    public PxGridTimes Times { get; init; } = new();

    /// <summary>Bounds.</summary>
    public PxGridLimits Limits { get; init; } = new();

    /// <summary>How the WebSocket speaks, for ISE releases that differ.</summary>
    public PxGridWire Wire { get; init; } = new();

    /// <summary>True when the account is a certificate's.</summary>
    public bool UsesCertificate => !string.IsNullOrEmpty(CertificateFile);

    /// <summary>Every fault in words that say what to write; none when the options can be used.</summary>
    public IReadOnlyList<string> Validate() => PxGridOptionsValidator.Validate(this);

    private bool PrintMembers(StringBuilder text)
    {
        // Not the record's own list of members: two of them are secrets.
        text.Append("NodeName = ").Append(NodeName).Append(", Hosts = ").AppendJoin(' ', Hosts)
            .Append(", Account = ").Append(UsesCertificate ? "certificate" : "password");
        return true;
    }
}
