using Microsoft.AspNetCore.Components.Authorization;

namespace Clarion.Web.Shell;

/// <summary>Who is at the console.</summary>
internal static class SignedInUser
{
    /// <summary>Their name; null when nobody has to sign in.</summary>
    public static async Task<string?> UserAsync(this AuthenticationStateProvider authentication) =>
        (await authentication.GetAuthenticationStateAsync()).User.Identity?.Name;
}
