using Clarion.Connectors.ActiveDirectory.Ldap;
using Clarion.Connectors.ActiveDirectory.Values;
using Clarion.Connectors.Net;
using Clarion.Correlation.Directories;
using Clarion.Correlation.Identity.Accounts;

namespace Clarion.Connectors.ActiveDirectory.Reading;

/// <summary>Makes records of what a directory gives. Pure; what cannot be used gives null and a reason.</summary>
internal sealed class EntryMapping(DomainContext domain, int textLength)
{
    private const long Disabled = 0x2;
    private const long TrustOfAnotherDomain = 0x800;
    private const long SecurityGroup = 0x80000000;

    /// <summary>What is read of a person.</summary>
    public static IReadOnlyList<string> UserAttributes { get; } =
    [
        "objectGUID", "objectSid", "sAMAccountName", "userPrincipalName", "displayName", "mail", "department", "title", "userAccountControl",
        "lastLogonTimestamp", "primaryGroupID",
    ];

    /// <summary>What is read of a computer.</summary>
    public static IReadOnlyList<string> ComputerAttributes { get; } =
    [
        "objectGUID", "objectSid", "sAMAccountName", "dNSHostName", "operatingSystem", "operatingSystemVersion", "userAccountControl", "primaryGroupID",
    ];

    /// <summary>What is read of a group, without its members.</summary>
    public static IReadOnlyList<string> GroupAttributes { get; } = ["objectGUID", "objectSid", "sAMAccountName", "cn", "description", "groupType"];

    /// <summary>What is read of an organizational unit.</summary>
    public static IReadOnlyList<string> UnitAttributes { get; } = ["objectGUID", "ou"];

    /// <summary>Number of the primary group within the domain; null when none is said.</summary>
    public static uint? PrimaryGroup(DirectoryEntry entry) => entry.Number("primaryGroupID") is >= 0 and <= uint.MaxValue and var number ? (uint)number : null;

    /// <summary>True for the account that stands for a trust between domains; it is nobody's.</summary>
    public static bool IsTrust(DirectoryEntry entry) => ((entry.Number("userAccountControl") ?? 0) & TrustOfAnotherDomain) != 0;

    /// <summary>A person.</summary>
    public DirectoryUser? User(DirectoryEntry entry, Guid? primaryGroup, out string reason)
    {
        if (!Identify(entry, out var id, out var account, out reason))
        {
            return null;
        }

        return new DirectoryUser
        {
            Id = id,
            Account = account!,
            Sid = entry.Sid("objectSid"),
            Upn = Text(entry, "userPrincipalName"),
            DisplayName = Text(entry, "displayName"),
            Mail = Text(entry, "mail"),
            Department = Text(entry, "department"),
            Title = Text(entry, "title"),
            DistinguishedName = PeerText.Cut(entry.Name.Name, textLength),
            IsEnabled = IsEnabled(entry),
            LastLogon = FileTimes.Read(entry.Number("lastLogonTimestamp")),
            PrimaryGroup = primaryGroup,
        };
    }

    /// <summary>A computer.</summary>
    public DirectoryComputer? Computer(DirectoryEntry entry, Guid? primaryGroup, out string reason)
    {
        if (!Identify(entry, out var id, out var account, out reason))
        {
            return null;
        }

        return new DirectoryComputer
        {
            Id = id,
            Account = account!,
            Sid = entry.Sid("objectSid"),
            HostName = Text(entry, "dNSHostName"),
            OperatingSystem = PeerText.Cut($"{entry.Text("operatingSystem")} {entry.Text("operatingSystemVersion")}".Trim(), textLength),
            DistinguishedName = PeerText.Cut(entry.Name.Name, textLength),
            IsEnabled = IsEnabled(entry),
            PrimaryGroup = primaryGroup,
        };
    }

    /// <summary>A group with the members that were gathered.</summary>
    public DirectoryGroup? Group(DirectoryEntry entry, GroupMembers members, out string reason)
    {
        var name = entry.Text("sAMAccountName") is { Length: > 0 } account ? account : entry.Text("cn");
        if (entry.Id is not { } id || name.Length == 0)
        {
            reason = Nameless(entry);
            return null;
        }

        reason = "";
        return new DirectoryGroup
        {
            Id = id,
            Name = PeerText.Cut(name, textLength),
            Sid = entry.Sid("objectSid"),
            Description = Text(entry, "description"),
            DistinguishedName = PeerText.Cut(entry.Name.Name, textLength),
            IsSecurity = ((entry.Number("groupType") ?? SecurityGroup) & SecurityGroup) != 0,
            Members = members.Ids,
            ForeignMembers = members.Foreign,
        };
    }

    /// <summary>An organizational unit.</summary>
    public DirectoryUnit? Unit(DirectoryEntry entry, out string reason)
    {
        if (entry.Id is not { } id)
        {
            reason = Nameless(entry);
            return null;
        }

        reason = "";
        return new DirectoryUnit { Id = id, Name = Text(entry, "ou"), DistinguishedName = PeerText.Cut(entry.Name.Name, textLength) };
    }

    private static string Nameless(DirectoryEntry entry) =>
        $"'{PeerText.Line(entry.Name.Name)}' has no objectGUID or no sAMAccountName that can be read; the account may lack the right to.";

    private static bool IsEnabled(DirectoryEntry entry) => ((entry.Number("userAccountControl") ?? 0) & Disabled) == 0;

    private string Text(DirectoryEntry entry, string attribute) => PeerText.Cut(entry.Text(attribute), textLength);

    private bool Identify(DirectoryEntry entry, out Guid id, out AccountName? account, out string reason)
    {
        // With its domain before it a login name is read as nothing but a name, whatever it looks like.
        var login = entry.Text("sAMAccountName");
        account = login.Length == 0 ? null : AccountParser.Parse($"{domain.Directory}\\{login}", DomainNames.Empty);
        id = entry.Id ?? Guid.Empty;
        reason = account is null || id == Guid.Empty ? Nameless(entry) : "";
        return reason.Length == 0;
    }
}
