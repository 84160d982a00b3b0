namespace Clarion.Connectors.ActiveDirectory.Values;

/// <summary>
/// A distinguished name with the object's id, as controllers give it when asked to (control 1.2.840.113556.1.4.529):
/// <c>&lt;GUID=…&gt;;&lt;SID=…&gt;;CN=…</c>. Ids make members independent of renames, and of whether the member was read.
/// </summary>
/// <param name="Id">Object id; null when the server gave none.</param>
/// <param name="Sid">Security identifier; empty when there is none.</param>
/// <param name="Name">The distinguished name itself.</param>
internal readonly record struct ExtendedDn(Guid? Id, string Sid, string Name)
{
    private const string IdMark = "<GUID=";
    private const string SidMark = "<SID=";

    /// <summary>True for the stand-in of an account of a trusted domain.</summary>
    public bool IsForeign => Name.Contains(",CN=ForeignSecurityPrincipals,", StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes a value apart; what is not extended is all name.</summary>
    public static ExtendedDn Parse(string text)
    {
        var rest = text.AsSpan();
        Guid? id = null;
        var sid = "";
        if (Part(ref rest, IdMark) is { Length: > 0 } given && Guid.TryParseExact(given, "D", out var parsed))
        {
            id = parsed;
        }

        if (Part(ref rest, SidMark) is { Length: > 0 } number)
        {
            sid = number;
        }

        return new ExtendedDn(id, sid, rest.ToString());
    }

    private static string? Part(ref ReadOnlySpan<char> rest, string mark)
    {
        var end = rest.IndexOf('>');
        if (end < 0 || !rest.StartsWith(mark, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var part = rest[mark.Length..end].ToString();
        rest = rest[(end + 1)..].TrimStart(';');
        return part;
    }
}
