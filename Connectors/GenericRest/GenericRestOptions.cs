using System.Text;
using Clarion.Connectors.Rest;

namespace Clarion.Connectors.GenericRest;

/// <summary>Any platform that lists devices as JSON over HTTP, described by configuration. docs/iot-connectors.md has an example.</summary>
public sealed record GenericRestOptions
{
    /// <summary>Name of the platform, for status and logs.</summary>
    public string Name { get; init; } = "REST";

    /// <summary>Base address, <c>https://devices.example.net/api</c>.</summary>
    public string BaseUrl { get; init; } = "";

    /// <summary>Path of the list below the base address; may hold a query of its own.</summary>
    public string Path { get; init; } = "";

    /// <summary><c>GET</c> or <c>POST</c>.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>
    /// JSON to post. <c>{offset}</c>, <c>{page}</c>, <c>{limit}</c> and <c>{cursor}</c> in it are replaced; those that do not stand in it go into the query.
    /// </summary>
    public string Body { get; init; } = "";

    /// <summary>Further headers. Their values are kept as secrets are.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Secrets by name: <c>{secret:name}</c> in the query of <see cref="Path"/>, in <see cref="Body"/> and in <see cref="Headers"/> stands for one.
    /// </summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();

    /// <summary>How requests are signed.</summary>
    public GenericAuthentication Authentication { get; init; }

    /// <summary>Static token, or the value of the header <see cref="HeaderName"/>.</summary>
    public string Token { get; init; } = "";

    /// <summary>Name of the header that carries the token, such as <c>X-Api-Key</c>.</summary>
    public string HeaderName { get; init; } = "";

    /// <summary>User name of Basic.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Password of Basic.</summary>
    public string Password { get; init; } = "";

    /// <summary>Token endpoint of OAuth.</summary>
    public string TokenUrl { get; init; } = "";

    /// <summary>Client id of OAuth.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Client secret of OAuth.</summary>
    public string ClientSecret { get; init; } = "";

    /// <summary>Scope of OAuth; empty = none.</summary>
    public string Scope { get; init; } = "";

    /// <summary>How the next page is asked for.</summary>
    public GenericPaging Paging { get; init; }

    /// <summary>Records of a page, 1 to 10000.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Parameter that carries <see cref="PageSize"/>; empty = not sent.</summary>
    public string LimitParameter { get; init; } = "limit";

    /// <summary>Parameter of <see cref="GenericPaging.Offset"/>.</summary>
    public string OffsetParameter { get; init; } = "offset";

    /// <summary>Parameter of <see cref="GenericPaging.Page"/>.</summary>
    public string PageParameter { get; init; } = "page";

    /// <summary>Number of the first page.</summary>
    public int FirstPage { get; init; } = 1;

    /// <summary>Parameter of <see cref="GenericPaging.Cursor"/>.</summary>
    public string CursorParameter { get; init; } = "cursor";

    /// <summary>JSONPath of the next cursor, in the whole answer.</summary>
    public string CursorPath { get; init; } = "";

    /// <summary>JSONPath of the next page's address, in the whole answer.</summary>
    public string NextLinkPath { get; init; } = "";

    /// <summary>JSONPath of the records, in the whole answer.</summary>
    public string RecordsPath { get; init; } = "$[*]";

    /// <summary>JSONPath of the number of all records, in the whole answer; empty = it is not said. A read that is short of it ends nothing.</summary>
    public string CountPath { get; init; } = "";

    /// <summary>What devices are identified by.</summary>
    public GenericIdentity Identity { get; init; } = new();

    /// <summary>Attributes: name to JSONPath within a record. Several values become one text with commas.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>Certificates (PEM) of the authorities that signed the server's certificate; empty = those the system trusts.</summary>
    public string? CaFile { get; init; }

    /// <summary>Allows an <c>http</c> address, over which secrets go in the clear. For laboratories.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Times and intervals. <see cref="RestTimes.FullPass"/>, <see cref="RestTimes.Overlap"/> and <see cref="RestTimes.Sessions"/> do not matter.</summary>
    public RestTimes Times { get; init; } = new();

    /// <summary>Bounds.</summary>
    public RestLimits Limits { get; init; } = new();

    /// <summary>Every fault in words that say what to write; none when the options can be used.</summary>
    public IReadOnlyList<string> Validate() => GenericRestValidator.Validate(this);

    private bool PrintMembers(StringBuilder text)
    {
        // Not the record's own list of members: several of them are secrets, and bodies and headers may hold some.
        text.Append("Name = ").Append(Name).Append(", BaseUrl = ").Append(BaseUrl).Append(", Authentication = ").Append(Authentication);
        return true;
    }
}
