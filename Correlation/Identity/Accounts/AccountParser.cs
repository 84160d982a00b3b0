using System.Globalization;
using System.Text;
using Clarion.Flows;

namespace Clarion.Correlation.Identity.Accounts;

/// <summary>
/// Reads the spellings of an account that session directories, domain controllers and IoT platforms use: <c>DOMAIN\user</c>,
/// <c>user@suffix</c>, <c>host/ws12.domain</c>, <c>WS12$</c> and plain names. Text is data: whatever it holds becomes a name or nothing,
/// never an error.
/// </summary>
public static class AccountParser
{
    /// <summary>Longest spelling that is read. Directories allow 20 for logins, 64 for a UPN's first part and 255 for a domain.</summary>
    public const int MaxLength = 400;

    private const string HostPrefix = "host/";

    /// <summary>The account that a text names; null when it names none: empty, too long, or a MAC address (MAB logs in with it).</summary>
    /// <param name="text">The user name as received.</param>
    /// <param name="domains">Domain names to unify.</param>
    public static AccountName? Parse(string? text, DomainNames domains)
    {
        ArgumentNullException.ThrowIfNull(domains);
        if (text is null || text.Length > MaxLength)
        {
            return null;
        }

        var spelling = text.AsSpan().Trim();
        if (spelling.IsEmpty || MacAddr.TryParse(spelling.ToString(), out _))
        {
            return null;
        }

        if (spelling.StartsWith(HostPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return Host(spelling[HostPrefix.Length..], domains);
        }

        var domain = ReadOnlySpan<char>.Empty;
        var name = spelling;
        if (spelling.IndexOf('\\') is > 0 and var slash)
        {
            domain = spelling[..slash];
            name = spelling[(slash + 1)..];
        }
        else if (spelling.LastIndexOf('@') is > 0 and var at)
        {
            name = spelling[..at];
            domain = spelling[(at + 1)..];
        }

        var machine = name.Length > 1 && name[^1] == '$';
        return Make(machine ? AccountKind.Machine : AccountKind.Person, machine ? name[..^1] : name, domain, domains);
    }

    private static AccountName? Host(ReadOnlySpan<char> host, DomainNames domains)
    {
        // A service principal may carry a realm: host/ws12.corp.example@CORP.EXAMPLE.
        var realm = host.LastIndexOf('@');
        host = realm < 0 ? host : host[..realm];
        var dot = host.IndexOf('.');
        return Make(
            AccountKind.Machine, dot < 0 ? host : host[..dot], dot < 0 ? ReadOnlySpan<char>.Empty : host[(dot + 1)..], domains);
    }

    private static AccountName? Make(AccountKind kind, ReadOnlySpan<char> name, ReadOnlySpan<char> domain, DomainNames domains)
    {
        name = name.Trim();
        return name.IsEmpty ? null : new AccountName(kind, Printable(name), domains.DnsName(Printable(domain.Trim())));
    }

    // Keys go to logs, addresses and grain identities, where a line break or half a surrogate pair would do harm.
    private static string Printable(ReadOnlySpan<char> text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var pair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (pair)
            {
                clean.Append(c).Append(text[++i]);
            }
            else if (char.IsSurrogate(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                clean.Append(CultureInfo.InvariantCulture, $"%{(int)c:x2}");
            }
            else
            {
                clean.Append(char.ToLowerInvariant(c));
            }
        }

        return clean.ToString();
    }
}
