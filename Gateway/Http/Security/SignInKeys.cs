using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace Clarion.Gateway.Http.Security;

/// <summary>
/// Sign-in of people by an API key: the key is shown once, a cookie stands for it afterwards, for as long as the key is configured. The
/// cookie holds the holder's name and a digest of the key's hash, encrypted; never the key.
/// </summary>
public sealed class SignInKeys
{
    /// <summary>Name of the cookie's authentication scheme.</summary>
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>Where people sign in.</summary>
    public const string Path = "/sign-in";

    private const string StampClaim = "clarion:key";

    private readonly ApiKeyTable _keys;
    private readonly ApiMetrics _metrics;

    internal SignInKeys(ApiKeyTable keys, ApiMetrics metrics) => (_keys, _metrics) = (keys, metrics);

    /// <summary>Whether anybody has to sign in.</summary>
    public bool Needed => !_keys.IsEmpty;

    /// <summary>Gives the browser a cookie for a key; false when nobody has it.</summary>
    public async Task<bool> SignInAsync(HttpContext context, string key)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_keys.HolderOf(key) is not { } holder)
        {
            _metrics.Refused("sign-in");
            return false;
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, holder), new Claim(StampClaim, _keys.StampOf(holder)!)], Scheme);
        await context.SignInAsync(Scheme, new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = false }).ConfigureAwait(false);
        return true;
    }

    /// <summary>Who the cookie stands for; null without one, and when its key has been taken away or changed.</summary>
    public async Task<ClaimsPrincipal?> FindAsync(HttpContext context)
    {
        var found = await context.AuthenticateAsync(Scheme).ConfigureAwait(false);
        return found.Principal is { Identity.Name: { } holder } principal
            && _keys.StampOf(holder) is { } stamp && principal.FindFirstValue(StampClaim) == stamp
                ? principal
                : null;
    }

    /// <summary>Whether an address leads to this server, so that a link to the sign-in page cannot send people elsewhere.</summary>
    public static bool IsLocal(string? address) =>
        address is ['/'] or ['/', not '/' and not '\\', ..] && !address.AsSpan().ContainsAny('\r', '\n', '\t');
}
