namespace Clarion.Correlation.Identity.Accounts;

/// <summary>Whose account a name is.</summary>
public enum AccountKind : byte
{
    /// <summary>A person's, or a service's that logs in like one.</summary>
    Person = 1,

    /// <summary>A computer's (<c>host/ws12.corp.example</c>, <c>WS12$</c>).</summary>
    Machine = 2,
}

/// <summary>An account in its one normal spelling. Two spellings of one account give equal values when the domain table knows their domains.</summary>
/// <param name="Kind">Person or machine.</param>
/// <param name="Name">Login name in lower case, without the <c>$</c> of machines; control characters as <c>%0a</c>.</param>
/// <param name="Domain">DNS name of the domain in lower case; the NetBIOS name when the table does not know it; empty when none is known.</param>
public sealed record AccountName(AccountKind Kind, string Name, string Domain)
{
    /// <summary>
    /// Key of the account: <c>jdoe@corp.example</c>, <c>ws12$@corp.example</c>, or without the domain when it is not known. At most 520
    /// characters, no control characters.
    /// </summary>
    public string Key { get; } = Name + (Kind == AccountKind.Machine ? "$" : "") + (Domain.Length > 0 ? "@" + Domain : "");

    /// <inheritdoc />
    public bool Equals(AccountName? other) => other is not null && string.Equals(Key, other.Key, StringComparison.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    /// <summary>The key.</summary>
    public override string ToString() => Key;
}
