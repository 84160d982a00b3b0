namespace Clarion.Silo.Secrets;

/// <summary>What protects the key ring in the store (section <c>Clarion:Secrets</c>).</summary>
public sealed record SecretsOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion:Secrets";

    /// <summary>PFX file with the certificate and private key that encrypt keys; empty leaves them as readable as the store is.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>Password of the file.</summary>
    public string CertificatePassword { get; init; } = "";

    /// <summary>Certificates of before, which keys in the store may still be encrypted by.</summary>
    public IReadOnlyList<FormerCertificate> Former { get; init; } = [];
}

/// <summary>A certificate of before.</summary>
public sealed record FormerCertificate
{
    /// <summary>PFX file with certificate and private key.</summary>
    public string File { get; init; } = "";

    /// <summary>Password of the file.</summary>
    public string Password { get; init; } = "";
}
