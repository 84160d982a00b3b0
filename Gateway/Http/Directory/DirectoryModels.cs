using Clarion.Correlation.Directories;
using Clarion.Gateway.Http.Reading;

namespace Clarion.Gateway.Http.Directory;

/// <summary>A security group of a directory.</summary>
/// <param name="Name">Name (sAMAccountName).</param>
/// <param name="Directory">DNS name of the directory's domain.</param>
/// <param name="Description">Description; null when empty.</param>
/// <param name="Members">Direct members: users, computers and groups.</param>
/// <param name="Sgt">The security group tag it leads to by configuration; null when to none.</param>
public sealed record DirectoryGroupModel(string Name, string Directory, string? Description, int Members, int? Sgt)
{
    internal static DirectoryGroupModel Of(KnownGroup known, ushort sgt) => new(
        known.Group.Name, known.Directory, Texts.OrNull(known.Group.Description), known.Group.Members.Count + known.Group.ForeignMembers.Count,
        sgt == 0 ? null : sgt);
}

/// <summary>A group with who is in it.</summary>
/// <param name="Group">The group.</param>
/// <param name="Groups">Groups directly in it, by name.</param>
/// <param name="In">Groups it is in, nested ones included, by name.</param>
/// <param name="Accounts">Users and computers in it, nested ones and those that have it as the primary group included, by account; one page.</param>
/// <param name="AccountCount">How many these are.</param>
/// <param name="ForeignMembers">Members of other directories, as the directory names them.</param>
/// <param name="Next">Give this as <c>cursor</c> for the next page of accounts; null at the end.</param>
public sealed record DirectoryGroupDetailModel(
    DirectoryGroupModel Group, IReadOnlyList<string> Groups, IReadOnlyList<string> In, IReadOnlyList<string> Accounts, int AccountCount,
    IReadOnlyList<string> ForeignMembers, string? Next);
