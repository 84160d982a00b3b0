using System.Text.RegularExpressions;

namespace Clarion.Connectors.ActiveDirectory.Ldap;

/// <summary>
/// Why a controller refuses a sign-in, in words: it says "invalid credentials" for everything, and the reason as a number in the text
/// (<c>80090308: LdapErr: …, data 52e, v4563</c>).
/// </summary>
internal static partial class BindErrors
{
    /// <summary>What is wrong and what to do about it.</summary>
    public static string Words(string? serverText) => (Reason().Match(serverText ?? "") is { Success: true } found ? found.Groups["code"].Value : "") switch
    {
        "525" => "the account does not exist; check User (code 525).",
        "52e" => "the account or its password is wrong; check User and Password (code 52e).",
        "530" => "the account may not sign in at this time of day; change its logon hours (code 530).",
        "531" => "the account may not sign in from this machine; change its permitted workstations (code 531).",
        "532" => "the password of the account has expired; set a new one, best one that never expires (code 532).",
        "533" => "the account is disabled; enable it (code 533).",
        "701" => "the account has expired; extend it (code 701).",
        "773" => "the account must change its password first; clear 'user must change password at next logon' (code 773).",
        "775" => "the account is locked; unlock it, and check who else uses an old password (code 775).",
        "" => "the account or its password is wrong; check User and Password.",
        var other => $"the sign-in is refused (code {other}).",
    };

    [GeneratedRegex("data (?<code>[0-9a-f]{1,8})[,\\s\\0]", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reason();
}
