using System.Text;
using Clarion.Connectors.Rest;

namespace Clarion.Connectors.Claroty;

/// <summary>How to reach one tenant of Claroty xDome (formerly Medigate).</summary>
public sealed record ClarotyOptions
{
    /// <summary>Base address: <c>https://api.claroty.com</c> (US), <c>https://eu.api.claroty.com</c>, or the older <c>https://api.medigate.io</c>.</summary>
    public string BaseUrl { get; init; } = "https://api.claroty.com";

    /// <summary>Token of an API user with the read-only role, made in the console.</summary>
    public string Token { get; init; } = "";

    /// <summary>Certificates (PEM) of the authorities to trust, where a proxy opens TLS; empty = those the system trusts.</summary>
    public string? CaFile { get; init; }

    /// <summary>Allows an <c>http</c> address, over which secrets go in the clear. For laboratories.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Fields to ask for beside those that Clarion needs (<see cref="ClarotyFields"/>); their values become attributes of the same name.</summary>
    public IReadOnlyList<string> MoreFields { get; init; } = [];

    /// <summary>Reads retired devices too.</summary>
    public bool IncludeRetired { get; init; }

    /// <summary>Records of a page, 1 to 5000.</summary>
    public int PageSize { get; init; } = 5000;

    /// <summary>Times and intervals. <see cref="RestTimes.Sessions"/> does not matter.</summary>
    public RestTimes Times { get; init; } = new() { Devices = TimeSpan.FromMinutes(5) };

    /// <summary>Bounds.</summary>
    public RestLimits Limits { get; init; } = new();

    /// <summary>Every fault in words that say what to write; none when the options can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (RestAddress.Fault(nameof(BaseUrl), BaseUrl, "https://api.claroty.com", AllowHttp) is { } fault)
        {
            faults.Add(fault);
        }

        if (Token.Length == 0 || Token.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            faults.Add("Token is empty or holds spaces or line breaks; write the token that the console showed, without the word Bearer.");
        }

        if (!string.IsNullOrEmpty(CaFile) && !File.Exists(CaFile))
        {
            faults.Add($"CaFile is '{CaFile}', which is not there; write the path of a file with certificate authorities, in PEM.");
        }

        foreach (var field in MoreFields.Where(f => f.Length is 0 or > 100 || !f.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')))
        {
            faults.Add($"MoreFields has '{field}'; write names of xDome's fields, such as equipment_class.");
        }

        if (MoreFields.Count > 20)
        {
            faults.Add("MoreFields has more than 20 names; a device keeps at most 32 attributes.");
        }

        if (PageSize is < 1 or > 5000)
        {
            faults.Add($"PageSize is '{PageSize}'; allowed: 1 to 5000.");
        }

        return [.. faults, .. Times.Faults(), .. Limits.Faults()];
    }

    private bool PrintMembers(StringBuilder text)
    {
        // Not the record's own list of members: one of them is a secret.
        text.Append("BaseUrl = ").Append(BaseUrl).Append(", IncludeRetired = ").Append(IncludeRetired);
        return true;
    }
}
