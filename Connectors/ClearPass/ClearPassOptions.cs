using System.Text;
using Clarion.Connectors.Rest;

namespace Clarion.Connectors.ClearPass;

/// <summary>How to reach one Aruba ClearPass Policy Manager.</summary>
public sealed record ClearPassOptions
{
    /// <summary>Base address of the API, <c>https://cppm.example.net/api</c>.</summary>
    public string BaseUrl { get; init; } = "";

    /// <summary>Id of the API client (Administration > API Services > API Clients), grant type client_credentials.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Secret of the API client.</summary>
    public string ClientSecret { get; init; } = "";

    /// <summary>Certificates (PEM) of the authorities that signed ClearPass's HTTPS certificate; empty = those the system trusts.</summary>
    public string? CaFile { get; init; }

    /// <summary>Allows an <c>http</c> address, over which secrets go in the clear. For laboratories.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Reads the endpoints.</summary>
    public bool ReadEndpoints { get; init; } = true;

    /// <summary>Reads the active sessions.</summary>
    public bool ReadSessions { get; init; } = true;

    /// <summary>Records of a page, 1 to 1000.</summary>
    public int PageSize { get; init; } = 1000;

    /// <summary>Times and intervals. <see cref="RestTimes.FullPass"/> and <see cref="RestTimes.Overlap"/> do not matter: every read is of everything.</summary>
    public RestTimes Times { get; init; } = new();

    /// <summary>Bounds.</summary>
    public RestLimits Limits { get; init; } = new();

    /// <summary>Every fault in words that say what to write; none when the options can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (RestAddress.Fault(nameof(BaseUrl), BaseUrl, "https://cppm.example.net/api", AllowHttp) is { } fault)
        {
            faults.Add(fault);
        }

        if (string.IsNullOrWhiteSpace(ClientId))
        {
            faults.Add("ClientId is empty; write the id of an API client of ClearPass.");
        }

        if (string.IsNullOrEmpty(ClientSecret))
        {
            faults.Add("ClientSecret is empty; write the secret that ClearPass showed when the API client was made.");
        }

        if (!string.IsNullOrEmpty(CaFile) && !File.Exists(CaFile))
        {
            faults.Add($"CaFile is '{CaFile}', which is not there; write the path of a file with ClearPass's certificate authority, in PEM.");
        }

        if (PageSize is < 1 or > 1000)
        {
            faults.Add($"PageSize is '{PageSize}'; allowed: 1 to 1000.");
        }

        if (!ReadEndpoints && !ReadSessions)
        {
            faults.Add("ReadEndpoints and ReadSessions are both false; let one of them be true.");
        }

        return [.. faults, .. Times.Faults(), .. Limits.Faults()];
    }

    private bool PrintMembers(StringBuilder text)
    {
        // Not the record's own list of members: one of them is a secret.
        text.Append("BaseUrl = ").Append(BaseUrl).Append(", ClientId = ").Append(ClientId);
        return true;
    }
}
