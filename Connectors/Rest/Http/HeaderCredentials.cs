using System.Text;

namespace Clarion.Connectors.Rest.Http;

/// <summary>The same header on every request: a static token, Basic, or a header of the platform's own. Without a name: none.</summary>
internal sealed class HeaderCredentials : IRestCredentials
{
    private readonly string _name;
    private readonly string _value;

    private HeaderCredentials(string name, string value, params string[] secrets) => (_name, _value, Secrets) = (name, value, secrets);

    /// <summary>No credentials.</summary>
    public static HeaderCredentials None { get; } = new("", "");

    /// <inheritdoc />
    public IEnumerable<string> Secrets { get; }

    /// <summary>A static token.</summary>
    public static HeaderCredentials Bearer(string token) => new("Authorization", "Bearer " + token, token);

    /// <summary>User name and password.</summary>
    public static HeaderCredentials Basic(string user, string password)
    {
        var code = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        return new HeaderCredentials("Authorization", "Basic " + code, password, code);
    }

    /// <summary>A header of the platform's own, such as <c>X-Api-Key</c>.</summary>
    public static HeaderCredentials Header(string name, string value) => new(name, value, value);

    /// <inheritdoc />
    public ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_name.Length > 0)
        {
            request.Headers.TryAddWithoutValidation(_name, _value);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public bool Renew(HttpRequestMessage refused) => false;
}
