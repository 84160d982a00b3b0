using Microsoft.Extensions.Options;

namespace Clarion.Gateway.Http.Security;

/// <summary>Who may use the API (section <c>Clarion:Security</c>).</summary>
public sealed record ApiSecurityOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Clarion:Security";

    /// <summary>Fewest characters of a key that is stored as given.</summary>
    public const int MinKeyLength = 16;

    /// <summary>
    /// API keys by the name of their holder: the key itself, or <c>sha256:</c> and the 64 hexadecimal digits of its hash. While there is
    /// one, every request needs one, from loopback too.
    /// </summary>
    public Dictionary<string, string> ApiKeys { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>Refuses keys that cannot protect anything. The message names the holder, never the key.</summary>
public sealed class ApiSecurityOptionsValidator : IValidateOptions<ApiSecurityOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, ApiSecurityOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> faults = [];
        foreach (var (holder, key) in options.ApiKeys)
        {
            if (ApiKeyTable.HashOf(key) is null)
            {
                faults.Add(FormattableString.Invariant(
                    $"{ApiSecurityOptions.Section}:ApiKeys:{holder} must be a key of at least {ApiSecurityOptions.MinKeyLength} characters, or {ApiKeyTable.HashPrefix} and 64 hexadecimal digits."));
            }
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
